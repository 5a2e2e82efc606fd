package dev.tideline.gateway.store;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import java.time.Duration;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializationContext;
import org.springframework.data.redis.serializer.RedisSerializer;
import reactor.core.publisher.Mono;

/** Redis behind a timeout and a circuit breaker: a call that fails, or is not even made, ends empty and is counted. */
public final class RedisCalls {

    private final ReactiveRedisTemplate<String, byte[]> redis;
    private final Duration timeout;
    private final CircuitBreaker breaker;
    private final CacheEvents events;

    /** @param timeout how long one call may take */
    public RedisCalls(ReactiveRedisConnectionFactory connections, Duration timeout, CacheEvents events) {
        this.redis = new ReactiveRedisTemplate<>(
                connections,
                RedisSerializationContext.<String, byte[]>newSerializationContext(RedisSerializer.string())
                        .value(RedisSerializer.byteArray())
                        .build());
        this.timeout = timeout;
        this.events = events;
        this.breaker = CircuitBreaker.of(
                "l2",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(10)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(Duration.ofSeconds(1))
                        .permittedNumberOfCallsInHalfOpenState(3)
                        .build());
        events.guarded(breaker);
    }

    /** Makes one call, which ends empty when Redis is away. */
    <T> Mono<T> call(Call<T> call) {
        return Mono.defer(() -> call.on(redis))
                .timeout(timeout)
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .onErrorResume(e -> {
                    events.tierAway("l2", e.getClass().getSimpleName());
                    return Mono.empty();
                });
    }

    /** Whether calls are made at present. */
    public boolean isOpen() {
        return breaker.getState() == CircuitBreaker.State.OPEN;
    }

    interface Call<T> {
        Mono<T> on(ReactiveRedisTemplate<String, byte[]> redis);
    }
}

package dev.tideline.gateway.store;

import dev.tideline.failures.RootCause;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Redis behind a circuit breaker: a call that fails, or is not even made, ends empty and is counted. How long a command may
 * take is a setting of its connection.
 */
public final class RedisCalls {

    private final RedisConnections connections;
    private final Duration timeout;
    private final CircuitBreaker breaker;
    private final CacheEvents events;
    private volatile @Nullable Throwable lastFailure;

    /** @param timeout how long a call waits for its connection to be made */
    public RedisCalls(RedisConnections connections, Duration timeout, CacheEvents events) {
        this.connections = connections;
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
        breaker.getEventPublisher().onStateTransition(change -> {
            switch (change.getStateTransition()) {
                case CLOSED_TO_OPEN -> events.tierLost("l2", told(lastFailure));
                case HALF_OPEN_TO_CLOSED -> events.tierFound("l2");
                default -> {
                    // One that is tried again is still away.
                }
            }
        });
    }

    /** What is sent to Redis; its answer may be null. */
    interface Call<T> {
        CompletionStage<T> on(RedisClusterAsyncCommands<byte[], byte[]> redis);
    }

    /** A script that Redis runs as one command; sent by its digest, and whole to a Redis that has not seen it yet. */
    static final class Script {

        private final byte[] text;
        private final ScriptOutputType answer;
        private volatile @Nullable String digest;

        Script(ScriptOutputType answer, String text) {
            this.text = text.getBytes(StandardCharsets.US_ASCII);
            this.answer = answer;
        }

        <T> Call<T> with(byte[][] keys, byte[]... arguments) {
            return redis -> {
                String known = digest;
                if (known == null) {
                    known = redis.digest(text);
                    digest = known;
                }
                CompletionStage<T> sent = redis.evalsha(known, answer, keys, arguments);
                return sent.exceptionallyCompose(e -> cause(e) instanceof RedisNoScriptException
                        ? redis.eval(text, answer, keys, arguments)
                        : CompletableFuture.failedFuture(e));
            };
        }
    }

    /** Makes one call when it is subscribed to, which ends empty when Redis is away. */
    <T> Mono<T> call(Call<T> call) {
        return Mono.create(sink -> permitted(call, sink));
    }

    private <T> void permitted(Call<T> call, MonoSink<T> sink) {
        if (!breaker.tryAcquirePermission()) {
            away(CallNotPermittedException.class, sink);
            return;
        }
        long start = System.nanoTime();
        CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> connection = connections.here();
        if (connection.state() == Future.State.SUCCESS) {
            made(call, connection.resultNow(), start, sink);
            return;
        }
        var unused = connection
                .copy()
                .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((redis, failure) -> {
                    if (failure == null) {
                        made(call, redis, start, sink);
                    } else {
                        failed(failure, start, sink);
                    }
                });
    }

    private <T> void made(Call<T> call, RedisClusterAsyncCommands<byte[], byte[]> redis, long start, MonoSink<T> sink) {
        CompletionStage<T> answer;
        try {
            answer = call.on(redis);
        } catch (RuntimeException refused) {
            failed(refused, start, sink);
            return;
        }
        answer.whenComplete((value, failure) -> {
            if (failure == null) {
                breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                sink.success(value);
            } else {
                failed(failure, start, sink);
            }
        });
    }

    private void failed(Throwable failure, long start, MonoSink<?> sink) {
        Throwable cause = cause(failure);
        lastFailure = cause;
        breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, cause);
        away(cause instanceof RedisCommandTimeoutException ? TimeoutException.class : cause.getClass(), sink);
    }

    /** Such as a refused password, which is told by the last of several causes. */
    private static String told(@Nullable Throwable failure) {
        return failure == null ? "" : RootCause.line(failure);
    }

    private void away(Class<?> why, MonoSink<?> sink) {
        events.tierAway("l2", why.getSimpleName());
        sink.success();
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
    }
}

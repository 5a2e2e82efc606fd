package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.placement.View;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

/**
 * Asks origins, through the gateway's own client with its pool, behind one circuit breaker and one {@link OriginGate} for
 * each origin.
 */
final class OriginClient {

    /** What sets a loop's connections apart from those of the others. */
    private static final AttributeKey<Object> LOOP = AttributeKey.valueOf("tideline.loop");

    private final HttpClient client;
    private final FastThreadLocal<HttpClient> ofLoop = new FastThreadLocal<>() {
        @Override
        protected HttpClient initialValue() {
            return client.attr(LOOP, Thread.currentThread());
        }
    };
    private final Clock clock;
    private final CircuitBreakerRegistry breakers;
    private final CacheEvents events;
    private final Governed governed;
    private final Map<String, OriginGate> gates = new ConcurrentHashMap<>();

    /**
     * How origins are spared.
     *
     * @param pause for which a breaker that opened asks nothing
     * @param heat how often a key is read, roughly
     */
    record Governed(Duration pause, RefillSettings refill, ToIntFunction<CacheKey> heat) {}

    /**
     * Where and how to ask.
     *
     * @param url the absolute URL, already encoded
     * @param host the Host field to send, or null for the one of the URL
     * @param timeout until the head of the answer is here
     * @param connectTimeout for a new connection in milliseconds, or null for the client's own
     * @param beyond what the client takes beyond the answer
     */
    record Target(
            String origin,
            String url,
            @Nullable String host,
            Duration timeout,
            @Nullable Integer connectTimeout,
            Beyond beyond) {

        Target unheard() {
            return new Target(
                    origin, url, host, timeout, connectTimeout, new Beyond(beyond.trailers(), Interim.UNHEARD));
        }
    }

    OriginClient(HttpClient client, Clock clock, Governed governed, CacheEvents events) {
        this.client = client;
        this.clock = clock;
        this.events = events;
        this.governed = governed;
        this.breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowSize(20)
                .minimumNumberOfCalls(10)
                .failureRateThreshold(60)
                .waitDurationInOpenState(governed.pause())
                .permittedNumberOfCallsInHalfOpenState(3)
                .build());
        breakers.getEventPublisher().onEntryAdded(added -> events.guarded(added.getAddedEntry()));
    }

    /** The origin's answer is not known to be for this region, so nobody may see or keep it. */
    static final class Unconfirmed extends IOException {}

    /** The exchange ended without an answer and without a failure; whoever waits for it must hear of it all the same. */
    static final class NoAnswer extends IOException {}

    /** Sends a request without content, in its turn; fails when there is no answer, or none that may be used here. */
    Mono<OriginAnswer> send(Ask ask, Fields fields) {
        return Mono.defer(() -> {
            CircuitBreaker breaker = breakers.circuitBreaker(ask.target().origin());
            if (!breaker.tryAcquirePermission()) {
                return Mono.error(CallNotPermittedException.createCallNotPermittedException(breaker));
            }
            return gate(ask.target().origin())
                    .turn(governed.heat().applyAsInt(ask.key()))
                    .doOnError(OriginGate.Full.class, full -> breaker.releasePermission())
                    .doOnCancel(breaker::releasePermission)
                    .flatMap(turn -> inTurn(ask, fields, breaker, turn));
        });
    }

    private OriginGate gate(String origin) {
        return gates.computeIfAbsent(origin, name -> {
            OriginGate gate = new OriginGate(governed.refill());
            events.governed(name, gate::limit, gate::underWay, gate::waiting);
            return gate;
        });
    }

    private Mono<OriginAnswer> inTurn(Ask ask, Fields fields, CircuitBreaker breaker, OriginGate.Turn turn) {
        long start = System.nanoTime();
        return exchange(ask.request().method(), ask.target(), fields)
                .doOnNext(answer -> told(breaker, turn, answer, start))
                .doOnError(e -> {
                    turn.failed();
                    breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
                })
                .doOnCancel(turn::unused)
                .flatMap(answer -> confirmed(fields, answer));
    }

    /** Where a request names the rules it reads by, an answer with data says that it was made by them. */
    private static Mono<OriginAnswer> confirmed(Fields fields, OriginAnswer answer) {
        String view = fields.first(View.HEADER);
        if (view == null
                || answer.status() >= 400
                || view.equals(answer.head().fields().first(View.HEADER))) {
            return Mono.just(answer);
        }
        answer.close();
        return Mono.error(new Unconfirmed());
    }

    private void told(CircuitBreaker breaker, OriginGate.Turn turn, OriginAnswer answer, long start) {
        long took = System.nanoTime() - start;
        events.originAnswered(Duration.ofNanos(took));
        switch (answer.status()) {
            case 502, 503, 504 -> {
                turn.failed();
                breaker.onError(took, TimeUnit.NANOSECONDS, new IllegalStateException("status " + answer.status()));
            }
            default -> {
                turn.answered();
                breaker.onSuccess(took, TimeUnit.NANOSECONDS);
            }
        }
    }

    private Mono<OriginAnswer> exchange(String method, Target target, Fields fields) {
        HttpClient here = here();
        HttpClient configured = target.connectTimeout() == null
                ? here
                : here.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, target.connectTimeout());
        long requestTimeMs = clock.millis();
        Mono<OriginAnswer> answer = configured
                .headers(headers -> {
                    headers.add(Headers.toNetty(fields));
                    if (target.host() != null) {
                        headers.set("Host", target.host());
                    }
                })
                .request(HttpMethod.valueOf(method))
                .uri(target.url())
                .responseConnection((response, connection) ->
                        Mono.just(OriginAnswer.of(response, connection, requestTimeMs, clock.millis())))
                .next();
        return Awaited.within(target.timeout(), answer).contextWrite(target.beyond()::in);
    }

    /**
     * A client with connections of this thread's own, if it is an event loop: the answer is then read where the request was,
     * and no other thread is woken up for it.
     */
    private HttpClient here() {
        boolean loop = Thread.currentThread() instanceof FastThreadLocalThread && Schedulers.isInNonBlockingThread();
        return loop ? ofLoop.get() : client;
    }

    /** Whether an origin is not asked at present. */
    boolean isOpen(String origin) {
        return breakers.circuitBreaker(origin).getState() == CircuitBreaker.State.OPEN;
    }
}

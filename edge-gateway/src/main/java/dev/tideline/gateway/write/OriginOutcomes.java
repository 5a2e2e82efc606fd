package dev.tideline.gateway.write;

import dev.tideline.events.WritePosition;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Asks the origin, with a deadline and a breaker: an origin that is away must not slow down the writes it never sees. */
final class OriginOutcomes implements WriteOutcomes, AutoCloseable {

    private static final int MAX_CONNECTIONS = 64;
    private static final int MAX_WAITING = 1000;
    private static final int MAX_BODY = 64 * 1024;

    private final ConnectionProvider connections;
    private final WebClient origin;
    private final Duration timeout;
    private final CircuitBreaker breaker;

    /**
     * @param name of its breaker
     * @param trust what certificates are believed
     * @param timeout of one question
     */
    OriginOutcomes(String name, UnaryOperator<HttpClient> trust, URI origin, Duration timeout) {
        this.timeout = timeout;
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(5)
                        .waitDurationInOpenState(Duration.ofSeconds(1))
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .build());
        this.connections = ConnectionProvider.builder("write-outcomes")
                .maxConnections(MAX_CONNECTIONS)
                .pendingAcquireMaxCount(MAX_WAITING)
                .pendingAcquireTimeout(timeout)
                .build();
        HttpClient client = trust.apply(HttpClient.create(connections)).responseTimeout(timeout);
        this.origin = WebClient.builder()
                .baseUrl(origin.toString())
                .clientConnector(new ReactorClientHttpConnector(client))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MAX_BODY))
                .build();
    }

    @Override
    public Mono<WriteOutcome> find(UUID writeId, List<WritePosition> positions) {
        return origin.get()
                .uri(uri -> {
                    uri.path("/writes/{id}");
                    if (positions.isEmpty()) {
                        return uri.build(writeId);
                    }
                    String at = positions.stream().map(WritePosition::toString).collect(Collectors.joining(","));
                    return uri.queryParam("at", "{at}").build(writeId, at);
                })
                .exchangeToMono(answer -> read(writeId, answer))
                .timeout(timeout)
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .onErrorReturn(new WriteOutcome.Unreachable());
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    private static Mono<WriteOutcome> read(UUID writeId, ClientResponse answer) {
        return switch (answer.statusCode().value()) {
            case 200 -> answer.bodyToMono(byte[].class).map(body -> OutcomeJson.parse(writeId, body));
            case 404 -> answer.releaseBody().thenReturn(new WriteOutcome.Unknown());
            default ->
                answer.releaseBody().then(Mono.error(new IllegalStateException("origin: " + answer.statusCode())));
        };
    }

    @Override
    public void close() {
        connections.dispose();
    }
}

package dev.tideline.gateway.write;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.json.JsonMapper;

/** An origin that knows writes only: what it was told, and as pending whatever comes with a position. */
final class TestingOrigin implements AutoCloseable {

    /** Its own: a gateway that is closed ends the event loops that it shares with all others in this JVM. */
    private static final LoopResources LOOPS = LoopResources.create("origin", 2, true);

    private final Map<String, String> decided = new ConcurrentHashMap<>();
    private final DisposableServer server;
    /** Wrapped keys by subject, in Base64; empty for one that was erased. */
    final Map<String, String> subjectKeys = new ConcurrentHashMap<>();

    volatile boolean keysAway;
    final AtomicInteger questions = new AtomicInteger();
    volatile boolean failing;
    /** Whether everything that was queued is applied. */
    volatile boolean drained;

    volatile Duration delay = Duration.ZERO;

    TestingOrigin() {
        server = HttpServer.create()
                .runOn(LOOPS)
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get("/writes/{id}", this::answer)
                        .put(
                                "/subject-keys/{id}",
                                (request, response) -> request.receive()
                                        .aggregate()
                                        .asString()
                                        .flatMap(offered -> key(request.param("id"), offered, response)))
                        .get(
                                "/api/{collection}/{id}",
                                (request, response) -> response.sendString(Mono.just(
                                        "the origin's " + request.param("collection") + "/" + request.param("id")))))
                .bindNow();
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        questions.incrementAndGet();
        String known = decided.get(request.param("id"));
        return Mono.delay(delay).then(Mono.defer(() -> answer(request, response, known)));
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response, String known) {
        if (failing) {
            return response.status(500).send();
        }
        if (known != null || (!drained && request.uri().contains("at="))) {
            String body = known == null ? "{\"status\":\"pending\"}" : known;
            return response.header("Content-Type", "application/json")
                    .sendString(Mono.just(body))
                    .then();
        }
        return response.sendNotFound();
    }

    private Mono<Void> key(String subject, String offered, HttpServerResponse response) {
        if (keysAway) {
            return response.status(503).send();
        }
        String key = JsonMapper.shared().readTree(offered).path("key").asString();
        String kept = subjectKeys.computeIfAbsent(subject, absent -> key);
        return kept.isEmpty()
                ? response.status(410).send()
                : response.sendString(Mono.just("{\"key\":\"" + kept + "\"}")).then();
    }

    /** @param rest further members of the document */
    void decide(String writeId, String status, String resource, String rest) {
        decided.put(
                writeId,
                "{\"id\":\"%s\",\"status\":\"%s\",\"resource\":\"%s\"%s}".formatted(writeId, status, resource, rest));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}

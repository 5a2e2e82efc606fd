package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class StaleTest {

    private TestingOrigin origin;
    private TestingGateway gateway;

    @BeforeEach
    void start() {
        origin = new TestingOrigin();
        gateway = TestingGateway.inFrontOf(
                origin,
                "spring.cloud.gateway.server.webflux.httpclient.response-timeout=500ms",
                "spring.cloud.gateway.server.webflux.httpclient.connect-timeout=500");
    }

    @AfterEach
    void stop() {
        gateway.close();
        origin.close();
    }

    private static String detail(HttpResponse<?> answer) {
        return answer.headers().firstValue("Cache-Status").orElse("");
    }

    @Test
    void staleWhileRevalidateAnswersAtOnceAndRefreshesBehindTheScene() {
        AtomicInteger version = new AtomicInteger();
        origin.on(
                "/swr",
                (in, out) -> out.header("Cache-Control", "max-age=0, stale-while-revalidate=60")
                        .header("ETag", "\"" + version.get() + "\"")
                        .sendString(Mono.just("v" + version.incrementAndGet())));
        gateway.get("/swr");
        HttpResponse<String> stale = gateway.get("/swr");
        assertThat(result(stale)).isEqualTo("HIT-STALE");
        assertThat(stale.body()).isEqualTo("v1");
        Waits.until(() -> gateway.get("/swr").body().equals("v2"));
    }

    @Test
    void aDeadOriginIsStoodInForByWhatIsStored() {
        origin.on("/sie", "kept", "Cache-Control", "max-age=0, stale-if-error=60");
        gateway.get("/sie");
        origin.stop();
        HttpResponse<String> stale = gateway.get("/sie");
        assertThat(stale.statusCode()).isEqualTo(200);
        assertThat(stale.body()).isEqualTo("kept");
        assertThat(result(stale)).isEqualTo("HIT-STALE");
        assertThat(detail(stale)).contains("unreachable");
    }

    @Test
    void aDeadOriginWithNothingStoredIsAProblem() {
        origin.stop();
        HttpResponse<String> bad = gateway.get("/nothing");
        assertThat(bad.statusCode()).isEqualTo(502);
        assertThat(bad.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(bad.body()).contains("\"status\":502");
    }

    @Test
    void aSilentOriginIsATimeout() {
        origin.on("/silent", (in, out) -> Mono.never());
        assertThat(gateway.get("/silent").statusCode()).isEqualTo(504);
        assertThat(gateway.send("POST", "/silent", "x").statusCode()).isEqualTo(504);
    }

    @Test
    void errorsOfTheOriginAreStoodInForToo() {
        for (int status : List.of(500, 502, 503, 504)) {
            String path = "/error" + status;
            origin.on(path, "kept", "Cache-Control", "max-age=0, stale-if-error=60");
            gateway.get(path);
            origin.on(path, status, "no");
            HttpResponse<String> stale = gateway.get(path);
            assertThat(stale.statusCode()).isEqualTo(200);
            assertThat(result(stale)).isEqualTo("HIT-STALE");
            assertThat(detail(stale)).contains("fwd-status=" + status);
        }
    }

    @Test
    void withoutPermissionAnErrorIsAnError() {
        origin.on("/strict", "kept", "Cache-Control", "max-age=0, must-revalidate, stale-if-error=60", "ETag", "\"x\"");
        gateway.get("/strict");
        origin.on("/strict", 503, "no");
        assertThat(gateway.get("/strict").statusCode()).isEqualTo(503);
    }

    @Test
    void aBreakerThatOpenedAnswersFromStaleWithoutAsking() {
        origin.on("/b", "kept", "Cache-Control", "max-age=0, stale-if-error=600");
        gateway.get("/b");
        origin.stop();
        IntStream.range(0, 30)
                .forEach(i -> assertThat(gateway.get("/b").statusCode()).isEqualTo(200));
        OriginClient client = gateway.bean(OriginClient.class);
        assertThat(client.isOpen(origin.url())).isTrue();
        HttpResponse<String> nothing = gateway.get("/other");
        assertThat(nothing.statusCode()).isEqualTo(503);
        assertThat(nothing.headers().firstValue("Retry-After")).hasValue("1");
        origin.restart();
        Waits.until(() -> gateway.get("/b")
                .headers()
                .firstValue("X-Cache-Status")
                .orElse("")
                .equals("MISS"));
    }

    @Test
    void allWhoWaitGetTheStaleCopyWhenTheFillFails() {
        origin.on("/w", "kept", "Cache-Control", "max-age=0, stale-if-error=60", "ETag", "\"x\"");
        gateway.get("/w");
        Sinks.Empty<Void> gate = Sinks.empty();
        origin.on(
                "/w", (in, out) -> gate.asMono().then(Mono.from(out.status(503).send())));
        List<CompletableFuture<HttpResponse<String>>> all =
                IntStream.range(0, 5).mapToObj(i -> gateway.getLater("/w")).toList();
        Waits.until(() -> origin.count("/w") >= 2);
        gate.tryEmitEmpty();
        assertThat(all).allSatisfy(one -> assertThat(one.join().body()).isEqualTo("kept"));
    }
}

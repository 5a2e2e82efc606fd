package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** RFC 9110 §9.3.3: an answer to POST that says of itself that it is the resource, on a route that keeps such. */
@TestInstance(Lifecycle.PER_CLASS)
class PostAnswersTest {

    private TestingOrigin origin;
    private TestingGateway gateway;

    @BeforeAll
    void start() {
        origin = new TestingOrigin();
        gateway = TestingGateway.inFrontOf(
                origin, "spring.cloud.gateway.server.webflux.routes[0].metadata.cache.policy=permissive");
    }

    @AfterAll
    void stop() {
        gateway.close();
        origin.close();
    }

    /** An origin that answers a POST with the new representation, in which it repeats a request field. */
    private void echoing(String path, String field) {
        origin.on(
                path,
                (in, out) -> out.header("Cache-Control", "max-age=60")
                        .header("Content-Location", path)
                        .sendString(in.receive()
                                .aggregate()
                                .then(Mono.fromSupplier(() ->
                                        in.method() + " " + in.requestHeaders().get(field)))));
    }

    @Test
    void itAnswersTheReadsThatFollow() {
        echoing("/kept", "X-Any");
        gateway.get("/kept");
        assertThat(gateway.send("POST", "/kept", "new").body()).isEqualTo("POST null");
        assertThat(gateway.get("/kept").body()).isEqualTo("POST null");
        assertThat(result(gateway.get("/kept"))).isEqualTo("HIT");
        assertThat(origin.count("/kept")).isEqualTo(2);
    }

    @Test
    void aPostIsNeverAnsweredByIt() {
        echoing("/again", "X-Any");
        gateway.send("POST", "/again", "a");
        gateway.send("POST", "/again", "b");
        assertThat(origin.count("/again")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-Host", "Forwarded", "X-HTTP-Method-Override", "X-Original-URL"})
    void oneThatBringsWhatNoKeyCoversIsNotKept(String field) {
        String path = "/poisoned/" + field;
        echoing(path, field);
        gateway.send("POST", path, "x", field, "evil");
        assertThat(gateway.get(path).body()).startsWith("GET").doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-Host", "Forwarded", "Host"})
    void theHostOfItsSenderIsNotKept(String field) throws IOException {
        String path = "/hosted/" + field;
        echoing(path, field);
        gateway.raw(
                "POST " + path + " HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx");
        assertThat(gateway.get(path).body()).startsWith("POST").doesNotContain("evil");
    }

    @Test
    void aWriteElsewhereStillDropsIt() {
        echoing("/dropped", "X-Any");
        gateway.send("POST", "/dropped", "x");
        gateway.send("DELETE", "/dropped", null);
        assertThat(result(gateway.get("/dropped"))).isEqualTo("MISS");
    }
}

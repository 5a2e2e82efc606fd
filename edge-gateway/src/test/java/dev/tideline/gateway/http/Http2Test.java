package dev.tideline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

/** A gateway that speaks HTTP/2 without TLS beside HTTP/1.1 ({@code server.http2.enabled}). */
class Http2Test {

    private TestingOrigin origin;
    private TestingGateway gateway;

    @BeforeEach
    void start() {
        origin = new TestingOrigin().on("/a", "text", "Cache-Control", "max-age=60");
        gateway = TestingGateway.inFrontOf(origin, "server.http2.enabled=true");
    }

    @AfterEach
    void stop() {
        gateway.close();
        origin.close();
    }

    private String url() {
        return "http://127.0.0.1:" + gateway.port() + "/a";
    }

    /** Status of the cache and content. */
    private String ask(HttpProtocol protocol) {
        return HttpClient.newConnection()
                .protocol(protocol)
                .get()
                .uri(url())
                .responseSingle((response, content) -> content.asString()
                        .map(text -> response.version() + " "
                                + response.responseHeaders().get("X-Cache-Status") + " " + text))
                .block();
    }

    private long seenByFramework() {
        return gateway.bean(MeterRegistry.class).find("http.server.requests").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    void hitsOverHttp2AreThoseOverHttp1() {
        assertThat(ask(HttpProtocol.H2C)).isEqualTo("HTTP/2.0 MISS text");
        assertThat(ask(HttpProtocol.H2C)).isEqualTo("HTTP/2.0 HIT text");
        assertThat(ask(HttpProtocol.HTTP11)).isEqualTo("HTTP/1.1 HIT text");
        assertThat(origin.count("/a")).isEqualTo(1);
    }

    @Test
    void hitsOverHttp1AreStillAnsweredBeforeTheFramework() {
        ask(HttpProtocol.HTTP11);
        ask(HttpProtocol.HTTP11);
        Waits.until(() -> seenByFramework() == 2);
        assertThat(ask(HttpProtocol.HTTP11)).isEqualTo("HTTP/1.1 HIT text");
        ask(HttpProtocol.H2C);
        Waits.until(() -> seenByFramework() >= 3);
        assertThat(seenByFramework()).isEqualTo(3);
    }

    @Test
    void aConnectionMayChangeToHttp2() throws Exception {
        try (java.net.http.HttpClient client = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_2)
                .build()) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create(url())).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(answer.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
                assertThat(answer.body()).isEqualTo("text");
            }
        }
    }
}

package dev.tideline.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Where requests are traced, a hit goes the long way if its reader asks for that, and only then. */
class TracedHitsTest {

    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";

    /** Counts what the framework sees. */
    static final class Counting implements WebFilter {
        private final AtomicInteger seen = new AtomicInteger();

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
            seen.incrementAndGet();
            return chain.filter(exchange);
        }
    }

    static class Traced {
        @Bean
        Tracer tracer() {
            return TracerProvider.noop().get("test");
        }

        @Bean
        Counting counting() {
            return new Counting();
        }
    }

    private TestingOrigin origin;
    private TestingGateway gateway;

    @BeforeEach
    void start() {
        origin = new TestingOrigin();
        origin.on("/hit", "kept", "Cache-Control", "max-age=600");
        gateway = TestingGateway.with(Traced.class, origin.url());
    }

    @AfterEach
    void stop() {
        gateway.close();
        origin.close();
    }

    /** As plain as a read can be; until the content has come. */
    private String ask(String... lines) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(30_000);
            String request = "GET /hit HTTP/1.1\r\nHost: h\r\n" + String.join("", lines) + "\r\n";
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            StringBuilder text = new StringBuilder();
            while (!text.toString().endsWith("\r\n\r\nkept")) {
                int next = socket.getInputStream().read();
                assertThat(next).as("more than %s", text).isNotNegative();
                text.append((char) next);
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void onlyASampledReadIsSeenByTheFramework() {
        AtomicInteger seen = gateway.bean(Counting.class).seen;
        Waits.until(() -> {
            int before = seen.get();
            return ask().contains("X-Cache-Status: HIT\r\n") && seen.get() == before;
        });
        int learned = seen.get();

        ask("traceparent: " + PARENT + "00\r\n");
        ask("traceparent: nonsense\r\n");
        assertThat(seen).hasValue(learned);

        assertThat(ask("Traceparent: " + PARENT + "01\r\n")).contains("X-Cache-Status: HIT\r\n");
        assertThat(seen).hasValue(learned + 1);
    }
}

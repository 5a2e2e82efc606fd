package dev.tideline.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EdgeEventQueueTest {

    private static final EdgeEvent HIT =
            new EdgeEvent(Instant.parse("2026-01-02T03:04:05Z"), "eu", "fra", 200, "HIT", 7L, 12L, null, 3);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private static EdgeEventSettings settings(double logged, int queue) {
        return new EdgeEventSettings(logged, null, null, queue, 100, Duration.ofSeconds(2));
    }

    private double count(String result) {
        return meters.get("tideline.edge.events")
                .tag("result", result)
                .counter()
                .count();
    }

    /** Holds the thread that sends until it is let go. */
    private record Sink(BlockingQueue<String> lines, CountDownLatch letGo) implements EdgeEventSink {
        @Override
        public void send(List<byte[]> sent) throws InterruptedException {
            letGo.await();
            sent.forEach(line -> lines.add(new String(line, StandardCharsets.UTF_8)));
        }

        @Override
        public void close() {}
    }

    @Test
    void anEventIsPushedInTheWordsOfItsReaders() throws Exception {
        Sink sink = new Sink(new LinkedBlockingQueue<>(), new CountDownLatch(0));
        try (EdgeEventQueue events =
                new EdgeEventQueue(settings(0, 10), List.of(sink), EdgeEventWiring.json(), meters)) {
            events.start();
            events.answered(() -> HIT);

            assertThat(sink.lines().poll(5, TimeUnit.SECONDS))
                    .contains("\"colo\":\"fra\"", "\"cache_status\":\"HIT\"", "\"data_version\":7")
                    .contains("\"staleness_ms\":12", "\"total_latency_ms\":3")
                    .doesNotContain("origin_latency_ms");
        }
        assertThat(count("pushed")).isEqualTo(1);
    }

    @Test
    void aSinkThatHangsCostsEventsAndNoTime() throws Exception {
        Sink sink = new Sink(new LinkedBlockingQueue<>(), new CountDownLatch(1));
        try (EdgeEventQueue events =
                new EdgeEventQueue(settings(0, 10), List.of(sink), EdgeEventWiring.json(), meters)) {
            events.start();
            for (int i = 0; i < 1_000; i++) {
                events.answered(() -> HIT);
            }
            assertThat(count("dropped")).isBetween(780.0, 990.0);
            sink.letGo().countDown();
        }
        assertThat(count("dropped") + count("pushed")).isEqualTo(1_000);
    }

    @Test
    void withoutASinkOnlyWhatIsLoggedIsMade() throws Exception {
        try (EdgeEventQueue events = new EdgeEventQueue(settings(0, 10), List.of(), EdgeEventWiring.json(), meters)) {
            events.start();
            events.answered(() -> {
                throw new AssertionError("not wanted");
            });
        }
        assertThat(count("dropped")).isZero();
    }

    @Test
    void linesArePostedToTheUrlAndARefusalIsCounted() throws Exception {
        BlockingQueue<String> posted = new LinkedBlockingQueue<>();
        HttpServer server = server(posted);
        URI url = URI.create("http://localhost:" + server.getAddress().getPort() + "/events");
        UrlSink sink = new UrlSink(url, Duration.ofSeconds(2));
        try (EdgeEventQueue events =
                new EdgeEventQueue(settings(1, 10), List.of(sink), EdgeEventWiring.json(), meters)) {
            events.start();
            events.answered(() -> HIT);
            assertThat(posted.poll(5, TimeUnit.SECONDS))
                    .startsWith("application/x-ndjson {")
                    .endsWith("}\n");
            while (count("pushed") == 0 && count("failed") == 0) {
                Thread.sleep(10); // the server has read it and not yet answered
            }
            server.stop(0);
            events.answered(() -> HIT);
        }
        assertThat(count("pushed")).isEqualTo(1);
        assertThat(count("failed")).isEqualTo(1);
    }

    private static HttpServer server(BlockingQueue<String> posted) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/events", exchange -> {
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            posted.add(type + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}

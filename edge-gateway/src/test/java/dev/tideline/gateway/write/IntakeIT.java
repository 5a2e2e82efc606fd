package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.TestBackends;
import dev.tideline.events.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bodies that come slowly, without a length, or too many at once: sent by hand, as no well-behaved client would. */
class IntakeIT {

    private static TestingOrigin origin;
    private static TestingGateway gateway;

    private final String id = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        TestBackends.createTopics(Topics.DEFAULT_WRITE_PARTITIONS, Topics.WRITES);
        origin = new TestingOrigin();
        gateway = new TestingGateway(
                        TestBackends.kafka().bootstrapServers(),
                        origin,
                        "tideline.writes.intake.max-requests=2",
                        "tideline.writes.intake.body-timeout=2s")
                .untilOpen();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        origin.close();
    }

    @Test
    void onlySoManyWritesAreUnderWay() throws IOException {
        free(2);
        try (Socket first = open("notes", "Content-Length: 2");
                Socket second = open("notes", "Content-Length: 2")) {
            // Asked before, the write itself could take the second place.
            free(0);
            var busy = gateway.put("/api/notes/" + id, "{}");
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.type()).isEqualTo("urn:tideline:problem:gateway-busy");
            assertThat(busy.header("Retry-After")).isEqualTo("1");

            send(first, "{}");
            send(second, "{}");
            assertThat(statusLine(first)).contains(" 202 ");
            assertThat(statusLine(second)).contains(" 202 ");
        }
        assertThat(gateway.untilNot(503, () -> gateway.put("/api/notes/" + id, "{}"))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void aBodyThatDoesNotComeIs408() throws IOException {
        try (Socket slow = open("notes", "Content-Length: 2")) {
            send(slow, "{");
            assertThat(statusLine(slow)).contains(" 408 ");
        }
    }

    @Test
    void aClientThatGoesAwayLeavesItsPlace() throws IOException {
        for (int i = 0; i < 10; i++) {
            open("notes", "Content-Length: 2").close();
        }
        assertThat(gateway.untilNot(503, () -> gateway.put("/api/notes/" + id, "{}"))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void aBodyWithoutALengthIsCutOffAtTheLimit() throws IOException {
        try (Socket endless = open("small", "Transfer-Encoding: chunked")) {
            send(endless, "32\r\n" + "x".repeat(50) + "\r\n32\r\n" + "x".repeat(50) + "\r\n0\r\n\r\n");
            assertThat(statusLine(endless)).contains(" 413 ");
        }
        try (Socket fitting = open("small", "Transfer-Encoding: chunked")) {
            send(fitting, "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n");
            assertThat(statusLine(fitting)).contains(" 202 ");
        }
    }

    /** Waits until so many more writes could be under way. */
    private static void free(int places) {
        Gauge free = gateway.bean(MeterRegistry.class)
                .get("tideline.writes.intake.free")
                .gauge();
        gateway.until(() -> free.value() == places);
    }

    private Socket open(String collection, String length) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setSoTimeout(30_000);
        send(
                socket,
                "PUT /api/%s/%s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n%s\r\n\r\n"
                        .formatted(collection, id, length));
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String statusLine(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}

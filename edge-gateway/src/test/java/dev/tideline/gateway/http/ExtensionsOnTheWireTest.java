package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Interim responses, groups, and queries that do not vary, through real sockets. */
@TestInstance(Lifecycle.PER_CLASS)
class ExtensionsOnTheWireTest {

    private TestingOrigin origin;
    private TestingGateway gateway;

    @BeforeAll
    void start() {
        origin = new TestingOrigin();
        gateway = TestingGateway.inFrontOf(origin);
    }

    @AfterAll
    void stop() {
        gateway.close();
        origin.close();
    }

    @Test
    void anEarlyHintIsPassedOnAndNotTakenForTheAnswer() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    readHead(socket.getInputStream());
                    socket.getOutputStream()
                            .write(("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
                                            + "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 5\r\n\r\nfinal")
                                    .getBytes(StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().flush();
                    socket.getInputStream().read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            try (TestingGateway hinted = TestingGateway.inFrontOf("http://127.0.0.1:" + server.getLocalPort())) {
                String first = hinted.raw("GET /hint HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                assertThat(first)
                        .startsWith("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 200");
                assertThat(first).endsWith("final");
                String second = hinted.raw("GET /hint HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                assertThat(second).startsWith("HTTP/1.1 200").containsIgnoringCase("x-cache-status: hit");
            }
            thread.join();
        }
    }

    private static void readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.read());
        }
    }

    @Test
    void aWriteThatNamesAGroupDropsItsMembers() {
        origin.on("/list", "list", "Cache-Control", "max-age=60", "Cache-Groups", "\"catalogue\"");
        origin.on("/lone", "lone", "Cache-Control", "max-age=60");
        origin.on("/change", "ok", "Cache-Group-Invalidation", "\"catalogue\"");
        gateway.get("/list");
        gateway.get("/lone");
        gateway.send("POST", "/change", "x");
        assertThat(result(gateway.get("/list"))).isEqualTo("MISS");
        assertThat(result(gateway.get("/lone"))).isEqualTo("HIT");
    }

    @Test
    void queriesThatTheOriginCallsEqualShareAnEntry() {
        origin.on("/search", "x", "Cache-Control", "max-age=60", "No-Vary-Search", "params=(\"utm\"), key-order");
        gateway.get("/search?q=1&utm=a");
        gateway.get("/search?q=1&utm=b");
        assertThat(result(gateway.get("/search?utm=c&q=1"))).isEqualTo("HIT");
        assertThat(result(gateway.get("/search?q=2"))).isEqualTo("MISS");
    }
}

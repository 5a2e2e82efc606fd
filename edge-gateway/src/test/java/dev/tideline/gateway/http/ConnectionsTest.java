package dev.tideline.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Connections are used again, on both sides, without one exchange reaching into the next. */
class ConnectionsTest {

    private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    @Test
    void aRequestAfterOneThatHadToWaitForItsTurnIsStillRead() throws IOException {
        try (TestingOrigin origin = new TestingOrigin();
                TestingGateway gateway = TestingGateway.inFrontOf(origin);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            origin.on("/a", "hello", "Cache-Control", "max-age=60");
            client.setSoTimeout(10_000);
            // The second waits for the first and is then a hit, answered at once.
            send(client, GET + GET);
            readUntil(client, "hello", 2);
            send(client, GET);
            assertThat(readUntil(client, "hello", 1)).startsWith("HTTP/1.1 200");
        }
    }

    private static void send(Socket client, String text) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    private static String readUntil(Socket client, String end, int times) throws IOException {
        InputStream in = client.getInputStream();
        StringBuilder text = new StringBuilder();
        int seen = 0;
        while (seen < times) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + text);
            }
            text.append((char) next);
            if (text.toString().endsWith(end)) {
                seen++;
            }
        }
        return text.toString();
    }
}

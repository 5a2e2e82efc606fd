package dev.tideline.local.check.run;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Answers every request with the number of the request as version, and remembers what it was asked. */
final class TestingOrigin implements AutoCloseable {

    final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private int version;

    TestingOrigin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders()
                                .getOrDefault("X-Test", List.of("-"))
                                .getFirst());
                boolean known = "\"v1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
                byte[] body = ("{\"mark\":\"m" + ++version + "\"}").getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("X-Data-Version", Integer.toString(version));
                exchange.getResponseHeaders().set("Cache-Tag", "a, b");
                if (known) {
                    exchange.sendResponseHeaders(304, -1);
                    return;
                }
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

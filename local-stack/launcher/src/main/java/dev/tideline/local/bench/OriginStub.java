package dev.tideline.local.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tideline.local.stack.Addresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** An origin that has every document, all of one size, fresh for an hour; it counts what it is asked. */
final class OriginStub implements AutoCloseable {

    private static final int BACKLOG = 1024;

    static {
        // Else Nagle's algorithm holds bodies back, and a cache would be measured on that.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // It closes idle connections beyond this number; the default is 200.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong asked = new AtomicLong();
    private final byte[] body;

    /** @param bytes of each body */
    OriginStub(int bytes) {
        body = "x".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.getResponseHeaders().set("Cache-Control", "max-age=3600");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    URI address() {
        return URI.create("http://" + Addresses.HOST + ":" + server.getAddress().getPort());
    }

    /** Requests until now. */
    long asked() {
        return asked.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}

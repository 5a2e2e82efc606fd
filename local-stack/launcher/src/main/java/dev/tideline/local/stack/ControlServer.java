package dev.tideline.local.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes orders about single parts from other processes of this user: {@code POST /<part>/<order>} on loopback. */
final class ControlServer implements AutoCloseable {
    private static final int TOKEN_BYTES = 16;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String token;
    private final OwnedStack stack;

    private ControlServer(HttpServer server, String token, OwnedStack stack) {
        this.server = server;
        this.token = token;
        this.stack = stack;
    }

    static ControlServer start(OwnedStack stack) {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ControlServer control = new ControlServer(server, HexFormat.of().formatHex(token), stack);
            server.setExecutor(control.threads);
            server.createContext("/", control::answer);
            server.start();
            return control;
        } catch (IOException e) {
            throw new StackException("cannot listen for orders: " + e.getMessage());
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    String token() {
        return token;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!authorized(exchange)) {
                send(exchange, 403, "the token is wrong");
                return;
            }
            String[] path = exchange.getRequestURI().getPath().split("/", -1);
            try {
                boolean known = path.length == 3 && obey(Part.named(path[1]), path[2]);
                send(exchange, known ? 200 : 404, known ? "done" : "there is no such order");
            } catch (StackException e) {
                send(exchange, 409, e.getMessage());
            }
        }
    }

    private boolean authorized(HttpExchange exchange) {
        String sent = exchange.getRequestHeaders().getFirst("Authorization");
        return sent != null
                && exchange.getRequestMethod().equals("POST")
                && MessageDigest.isEqual(
                        sent.getBytes(StandardCharsets.UTF_8), ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }

    private boolean obey(Part part, String order) {
        switch (order) {
            case "start" -> stack.start(part);
            case "stop" -> stack.stop(part);
            case "kill" -> stack.kill(part);
            case "restart" -> stack.restart(part);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package dev.tideline.invalidation.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Write-processor as the console sees it: remembers what it was asked, and answers what the test says. */
final class TestingWriteProcessor implements AutoCloseable {

    /** @param line method and target */
    record Asked(String line, Map<String, String> headers, String body) {}

    record Answer(int status, String type, String body) {
        static Answer json(String body) {
            return new Answer(200, "application/json", body);
        }
    }

    private final HttpServer server;
    private final List<Asked> requests = new CopyOnWriteArrayList<>();
    private final Queue<Answer> prepared = new ConcurrentLinkedQueue<>();
    private volatile Function<Asked, Answer> rule = asked ->
            Answer.json("{\"asked\":\"" + asked.line().substring(asked.line().indexOf(' ') + 1) + "\"}");

    TestingWriteProcessor() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What it was asked since this was cleared last. */
    List<Asked> requests() {
        return requests;
    }

    /** For the next request. */
    void answer(int status, String type, String body) {
        prepared.add(new Answer(status, type, body));
    }

    /** For every request that no answer was prepared for. */
    void answerBy(Function<Asked, Answer> other) {
        rule = other;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            Asked asked = new Asked(
                    line, headers, new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            requests.add(asked);
            Answer next = prepared.poll();
            Answer answer = next == null ? rule.apply(asked) : next;
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Set-Cookie", "not=passed");
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

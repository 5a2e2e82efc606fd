package dev.tideline.local.sight;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Takes traces by OTLP over HTTP, and keeps them. */
public final class TestingCollector implements AutoCloseable {

    /** A span, with what its resource says of who made it. */
    public record Seen(
            String service,
            String instance,
            String trace,
            String id,
            String parent,
            String name,
            Span.SpanKind kind,
            Map<String, String> attributes) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Seen> spans = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean silent;

    public TestingCollector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::take);
        server.setExecutor(threads);
        server.start();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /** From now on it lets its clients wait for an answer. */
    void fallSilent() {
        silent = true;
    }

    List<Seen> spans() {
        return spans;
    }

    /** All that was ever sent, whatever it says. */
    public synchronized byte[] bytes() {
        return bytes.toByteArray();
    }

    /** The spans of a trace, once they are as wanted; as they are after a minute if they never are. */
    List<Seen> await(String trace, Predicate<List<Seen>> wanted) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (true) {
            List<Seen> now =
                    spans.stream().filter(span -> span.trace().equals(trace)).toList();
            if (wanted.test(now) || System.nanoTime() > deadline) {
                return now;
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** Whether there is such a span within a minute. */
    public boolean until(Predicate<Seen> wanted) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (spans.stream().noneMatch(wanted)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(50_000_000);
        }
        return true;
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (silent) {
            awaitClose();
        } else {
            synchronized (this) {
                bytes.writeBytes(body);
            }
            ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().forEach(this::keep);
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
        exchange.close();
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(ResourceSpans resource) {
        Map<String, String> who = texts(resource.getResource().getAttributesList());
        for (ScopeSpans scope : resource.getScopeSpansList()) {
            for (Span span : scope.getSpansList()) {
                spans.add(new Seen(
                        who.getOrDefault("service.name", ""),
                        who.getOrDefault("service.instance.id", ""),
                        hex(span.getTraceId()),
                        hex(span.getSpanId()),
                        hex(span.getParentSpanId()),
                        span.getName(),
                        span.getKind(),
                        texts(span.getAttributesList())));
            }
        }
    }

    private static Map<String, String> texts(List<KeyValue> attributes) {
        Map<String, String> texts = new TreeMap<>();
        for (KeyValue attribute : attributes) {
            texts.put(
                    attribute.getKey(),
                    attribute.getValue().hasIntValue()
                            ? String.valueOf(attribute.getValue().getIntValue())
                            : attribute.getValue().getStringValue());
        }
        return texts;
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.close();
    }
}

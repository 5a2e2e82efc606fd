package dev.tideline.local.check.run;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tideline.events.SessionTicket;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.Span;
import dev.tideline.local.check.plan.Disturbance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between the gateways and the origin on loopback, and fails as told. Each answer carries its number in
 * {@link #FILL}, which gateways keep with what they store: that is how the checker knows what a cached answer was made
 * from. It is held back, if at all, after the origin has given it, so it may be old by the time it is handed on.
 */
public final class OriginProxy implements AutoCloseable {

    /** The number of the origin's answer. */
    static final String FILL = "X-Check-Fill";

    /** Gateways send it for readers with a ticket. A replica would look whether it has those writes, so they get no old answer. */
    private static final String REQUIRE = SessionTicket.HEADER;

    private static final Set<String> NOT_FORWARDED = Set.of(
            "connection",
            "content-length",
            "date",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "te",
            "transfer-encoding",
            "upgrade");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    static {
        // Else each answer waits for the acknowledgement of its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .executor(threads)
            .build();
    private final URI origin;
    private final Recorder recorder;
    private final Random random;
    private final AtomicReference<Optional<Disturbance.OfOrigin>> trouble = new AtomicReference<>(Optional.empty());
    private final AtomicLong fills = new AtomicLong();
    private final EarlierAnswers earlier = new EarlierAnswers();

    private OriginProxy(HttpServer server, URI origin, Recorder recorder, long seed) {
        this.server = server;
        this.origin = origin;
        this.recorder = recorder;
        this.random = new Random(seed);
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for a free one
     * @param origin need not be up yet
     */
    public static OriginProxy start(int port, URI origin, Recorder recorder, long seed) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            OriginProxy proxy = new OriginProxy(server, origin, recorder, seed);
            server.setExecutor(proxy.threads);
            server.createContext("/", proxy::answer);
            server.start();
            return proxy;
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void breakDown(Disturbance.OfOrigin what) {
        trouble.set(Optional.of(what));
    }

    void repair() {
        trouble.set(Optional.empty());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            long begin = recorder.clock().now();
            Optional<Disturbance.OfOrigin> now = trouble.get();
            if (now.filter(Disturbance.OriginAway.class::isInstance).isPresent()) {
                return;
            }
            Optional<HttpResponse<byte[]>> old =
                    now.isPresent() && now.get() instanceof Disturbance.OldOrigin(double share)
                            ? oldAnswer(exchange, share)
                            : Optional.empty();
            HttpResponse<byte[]> given = old.orElseGet(() -> ask(exchange));
            if (now.isPresent() && now.get() instanceof Disturbance.SlowOrigin(Duration least, Duration most)) {
                sleep(least.plusMillis(random.nextLong(most.minus(least).toMillis() + 1)));
            }
            long fill = fills.incrementAndGet();
            String path = exchange.getRequestURI().toString();
            recorder.add(
                    new Fact.Fill(fill, path, new Span(begin, recorder.clock().now()), old.isPresent()));
            send(exchange, given, fill);
        } catch (UncheckedIOException unreachable) {
            // The gateway sees its connection end without an answer, as it would without the proxy.
        }
    }

    private Optional<HttpResponse<byte[]>> oldAnswer(HttpExchange exchange, double share) {
        boolean ticket = exchange.getRequestHeaders().containsKey(REQUIRE);
        return ticket || random.nextDouble() >= share
                ? Optional.empty()
                : earlier.pick(exchange.getRequestURI().toString(), random);
    }

    private HttpResponse<byte[]> ask(HttpExchange exchange) {
        URI target = origin.resolve(exchange.getRequestURI().toString());
        HttpRequest.Builder request = HttpRequest.newBuilder(target).timeout(TIMEOUT);
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (isForwarded(name)) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            byte[] body = exchange.getRequestBody().readAllBytes();
            request.method(
                    exchange.getRequestMethod(),
                    body.length == 0
                            ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofByteArray(body));
            HttpResponse<byte[]> given = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            earlier.remember(exchange.getRequestURI().toString(), given);
            return given;
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private static void send(HttpExchange exchange, HttpResponse<byte[]> given, long fill) throws IOException {
        Headers fields = exchange.getResponseHeaders();
        given.headers().map().forEach((name, values) -> {
            if (isForwarded(name)) {
                values.forEach(value -> fields.add(name, value));
            }
        });
        fields.set(FILL, Long.toString(fill));
        boolean bodiless =
                given.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(given.statusCode(), bodiless ? -1 : given.body().length);
        if (!bodiless) {
            exchange.getResponseBody().write(given.body());
        }
    }

    private static boolean isForwarded(String name) {
        return !NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":");
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private static UncheckedIOException interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new UncheckedIOException(new IOException(interrupted));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }
}

package dev.tideline.gateway.http;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/** A real HTTP origin whose answers a test scripts by path, and which remembers what it was asked. */
final class TestingOrigin implements AutoCloseable {

    /** Its own: a gateway that is closed ends the event loops that it shares with all others in this JVM. */
    private static final LoopResources LOOPS = LoopResources.create("origin", 2, true);

    interface Script extends BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {}

    /** One request as it arrived. */
    record Seen(String method, String uri, Map<String, List<String>> headers) {

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(line -> line.getKey().equalsIgnoreCase(name))
                    .map(line -> String.join(", ", line.getValue()))
                    .findFirst()
                    .orElse(null);
        }
    }

    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private DisposableServer server;

    TestingOrigin() {
        server = bind(0);
    }

    private DisposableServer bind(int port) {
        return HttpServer.create()
                .runOn(LOOPS)
                .host("127.0.0.1")
                .port(port)
                .channelGroup(connections)
                .handle((request, response) -> {
                    Map<String, List<String>> headers = new ConcurrentHashMap<>();
                    request.requestHeaders()
                            .names()
                            .forEach(name -> headers.put(
                                    name,
                                    new ArrayList<>(request.requestHeaders().getAll(name))));
                    seen.add(new Seen(request.method().name(), request.uri(), headers));
                    String path = request.uri().split("\\?", 2)[0];
                    Script script = scripts.getOrDefault(path, (in, out) -> out.sendNotFound());
                    return script.apply(request, response);
                })
                .bindNow();
    }

    /** What a path answers from now on. */
    TestingOrigin on(String path, Script script) {
        scripts.put(path, script);
        return this;
    }

    /** A path that answers 200 with this text and these fields. */
    TestingOrigin on(String path, String body, String... fields) {
        return on(path, 200, body, fields);
    }

    TestingOrigin on(String path, int status, String body, String... fields) {
        return on(path, (in, out) -> {
            out.status(status);
            for (int i = 0; i < fields.length; i += 2) {
                out.addHeader(fields[i], fields[i + 1]);
            }
            return out.sendString(Mono.just(body));
        });
    }

    int port() {
        return server.port();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    int count(String path) {
        return (int) seen.stream()
                .filter(one -> one.uri().split("\\?", 2)[0].equals(path))
                .count();
    }

    Seen last() {
        return seen.getLast();
    }

    /** Refuses connections until {@link #restart}. */
    void stop() {
        // Without this, connections that are open would still be served.
        connections.close().syncUninterruptibly();
        server.disposeNow(Duration.ofSeconds(5));
    }

    void restart() {
        server = bind(server.port());
    }

    @Override
    public void close() {
        stop();
    }
}

package dev.tideline.gateway.http;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.purge.CoherenceSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The gateway's cache with real routes, over real sockets, without purge log and write API. */
final class TestingGateway implements AutoCloseable {

    @EnableAutoConfiguration
    @EnableConfigurationProperties({
        GatewaySettings.class,
        CoherenceSettings.class,
        HotSettings.class,
        RefillSettings.class,
        StopSettings.class,
        ExplainSettings.class
    })
    @Import({CacheWiring.class, LogWiring.class, RegionWiring.class, DirectWiring.class, OriginConnections.class})
    static class CacheOnly {}

    private final ConfigurableApplicationContext context;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestingGateway(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** In front of one origin: every path is routed there. */
    static TestingGateway inFrontOf(TestingOrigin origin, String... properties) {
        return inFrontOf(origin.url(), properties);
    }

    static TestingGateway inFrontOf(String origin, String... properties) {
        return with(CacheOnly.class, origin, properties);
    }

    /** With more beans. */
    static TestingGateway with(Class<?> beans, String origin, String... properties) {
        boolean managed = Arrays.stream(properties).anyMatch(one -> one.startsWith("management.server.port="));
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "tideline.stop.notice=0s",
                // Another gateway of this JVM that was closed before may have ended the loops that this would wait for.
                "server.shutdown=immediate",
                managed ? "management.server.address=127.0.0.1" : "management.server.port=-1",
                "tideline.origin-url=" + origin,
                "spring.cloud.gateway.server.webflux.routes[0].id=api",
                "spring.cloud.gateway.server.webflux.routes[0].uri=" + origin,
                "spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/**"));
        all.addAll(Arrays.asList(properties));
        String[] arguments = all.stream().map(one -> "--" + one).toArray(String[]::new);
        return new TestingGateway(new SpringApplicationBuilder(CacheOnly.class, beans)
                .web(WebApplicationType.REACTIVE)
                .run(arguments));
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        try {
            return client.send(request(method, path, body, headers), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<HttpResponse<String>> getLater(String path, String... headers) {
        return client.sendAsync(request("GET", path, null, headers), BodyHandlers.ofString());
    }

    /** The head at once, the content as it comes. */
    HttpResponse<InputStream> open(String path, String... headers) throws IOException, InterruptedException {
        return client.send(request("GET", path, null, headers), BodyHandlers.ofInputStream());
    }

    private HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    /** Sends exactly these bytes and reads to the end of the connection, or for a second. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
            socket.setSoTimeout(1000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[8192];
            try {
                for (int read = socket.getInputStream().read(buffer);
                        read >= 0;
                        read = socket.getInputStream().read(buffer)) {
                    answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                }
            } catch (SocketTimeoutException e) {
                // The server keeps the connection.
            }
            return answer.toString();
        }
    }

    static String result(HttpResponse<?> response) {
        return response.headers().firstValue("X-Cache-Status").orElse("none");
    }

    @Override
    public void close() {
        context.close();
    }
}

package dev.tideline.gateway.write;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.subject.SubjectConfiguration;
import dev.tideline.gateway.subject.SubjectSettings;
import dev.tideline.placement.Placement;
import dev.tideline.placement.PlacementFile;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway with the write API only, and a client for it. */
final class TestingGateway implements AutoCloseable {

    // No @Configuration: the real application scans this package, and must not find this.
    @EnableAutoConfiguration
    @EnableConfigurationProperties({GatewaySettings.class, WriteSettings.class, SubjectSettings.class})
    @Import({WriteWiring.class, SubjectConfiguration.class})
    static class App {
        @Bean
        Placement placement(GatewaySettings settings) {
            return PlacementFile.read(Path.of(settings.placement()));
        }

        /** Its own event loops: closing one gateway must not stop another of the same JVM. */
        @Bean
        ReactorResourceFactory reactorResources() {
            ReactorResourceFactory resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            return resources;
        }
    }

    /** An answer with its body as JSON. */
    record Reply(int status, java.net.http.HttpHeaders headers, JsonNode body) {

        String header(String name) {
            return headers.firstValue(name).orElse(null);
        }

        String type() {
            return body.path("type").asString("");
        }
    }

    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI url;

    TestingGateway(String kafka, TestingOrigin origin, String... settings) {
        this(App.class, kafka, origin, settings);
    }

    /** The application as it is started for real. */
    static TestingGateway whole(Class<?> application, String kafka, TestingOrigin origin, String... settings) {
        return new TestingGateway(application, kafka, origin, settings);
    }

    private TestingGateway(Class<?> application, String kafka, TestingOrigin origin, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--management.server.port=0",
                "--tideline.stop.notice=0s",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn",
                "--spring.kafka.bootstrap-servers=" + kafka,
                "--tideline.origin-url=" + origin.url()));
        if (Stream.of(settings).noneMatch(setting -> setting.startsWith("tideline.placement="))) {
            arguments.add("--tideline.placement=" + placement());
        }
        if (application == App.class) {
            arguments.add("--spring.config.location=optional:classpath:/none/");
            arguments.set(1, "--management.server.port=");
        }
        for (String setting : settings) {
            arguments.add("--" + setting);
        }
        context = SpringApplication.run(application, arguments.toArray(String[]::new));
        url = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
    }

    static Path placement() {
        try {
            return Path.of(
                    TestingGateway.class.getResource("/write/placement.yaml").toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    boolean has(Class<?> type) {
        return context.getBeanProvider(type).stream().findAny().isPresent();
    }

    /** Waits until the queue was found and takes writes. */
    TestingGateway untilOpen() {
        return until(() -> bean(QueueWatch.class).gate() instanceof QueueGate.Open);
    }

    TestingGateway until(BooleanSupplier condition) {
        Instant limit = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(limit)) {
                throw new AssertionError("not within a minute");
            }
            LockSupport.parkNanos(10_000_000);
        }
        return this;
    }

    /** Repeats a request while it is answered with this status. */
    Reply untilNot(int status, Supplier<Reply> request) {
        AtomicReference<Reply> last = new AtomicReference<>();
        until(() -> {
            last.set(request.get());
            return last.get().status() != status;
        });
        return last.get();
    }

    Reply send(String method, String path, String body, String... fields) {
        try {
            return reply(method, path, client.send(request(method, path, body, fields), BodyHandlers.ofByteArray()));
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    CompletableFuture<Reply> sendLater(String method, String path, String body, String... fields) {
        return client.sendAsync(request(method, path, body, fields), BodyHandlers.ofByteArray())
                .thenApply(response -> reply(method, path, response));
    }

    Reply put(String path, String body, String... fields) {
        String[] all = Stream.concat(Stream.of("Content-Type", "application/json"), Arrays.stream(fields))
                .toArray(String[]::new);
        return send("PUT", path, body, all);
    }

    /** Status and text of what is not part of the write API. */
    String raw(String path) {
        try {
            HttpResponse<String> response = client.send(request("GET", path, null), BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    int port() {
        return url.getPort();
    }

    Reply get(String path) {
        return send("GET", path, null);
    }

    private HttpRequest request(String method, String path, String body, String... fields) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(url.resolve(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (fields.length > 0) {
            builder.headers(fields);
        }
        return builder.build();
    }

    private static Reply reply(String method, String path, HttpResponse<byte[]> response) {
        JsonNode body = response.body().length == 0
                ? JsonMapper.shared().missingNode()
                : JsonMapper.shared().readTree(response.body());
        Reply reply = new Reply(response.statusCode(), response.headers(), body);
        ApiDescription.check(method, path, reply.status(), reply.header("Content-Type"), body);
        return reply;
    }

    @Override
    public void close() {
        context.close();
    }
}

package dev.tideline.local.sight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.sight.TestingCollector.Seen;
import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.StartCaches;
import dev.tideline.local.stack.Workspace;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The whole suite as processes, which send their traces to a collector that in the end does not answer any more. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TracesIT {

    private static final Set<Part> SERVICES_ON_THE_WAY =
            Set.of(Part.WRITE_PROCESSOR, Part.INVALIDATION, Part.GATEWAY_EU_1, Part.GATEWAY_EU_2, Part.GATEWAY_US_1);
    private static final String CLIENT = "00f067aa0ba902b7";

    @TempDir
    private static Path directory;

    private static StackSettings settings;
    private static TestingCollector collector;
    private static LocalStack stack;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String mark = mark();

    @BeforeAll
    static void start() {
        collector = new TestingCollector();
        Path root = Path.of(System.getProperty("tideline.root", "../.."));
        StartCaches.serve(root, directory);
        settings = StackSettings.of(root, directory, Addresses.free())
                .withServiceSettings(Map.of(
                        "management.opentelemetry.tracing.export.otlp.endpoint",
                        collector.endpoint(),
                        "management.tracing.sampling.probability",
                        "0",
                        "logging.structured.format.console",
                        "ecs",
                        "logging.level.dev.tideline",
                        "debug"));
        stack = LocalStack.start(settings, Progress.SILENT);
    }

    @AfterAll
    static void stop() {
        stack.close();
        collector.close();
    }

    private static String mark() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    @Test
    @Order(1)
    void aWriteIsFollowedFromTheClientToThePurgeAtEachGateway() throws IOException {
        String trace = mark();
        HttpResponse<String> written = put(Part.GATEWAY_EU_2, trace, "01");

        assertThat(written.statusCode()).as(written.body()).isEqualTo(202);
        List<Seen> spans = collector.await(trace, seen -> seen.size() >= 7);
        Seen door = one(spans, "PUT /api/prices");
        assertThat(door.parent()).isEqualTo(CLIENT);
        assertThat(door.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        assertThat(door.service()).isEqualTo("edge-gateway");
        assertThat(door.instance()).isEqualTo("eu-2");
        assertThat(door.attributes()).containsEntry("http.response.status_code", "202");
        Seen sent = one(spans, "send tideline.writes");
        assertThat(sent.parent()).isEqualTo(door.id());
        Seen processed = one(spans, "process tideline.writes");
        assertThat(processed.parent()).isEqualTo(sent.id());
        assertThat(processed.service()).isEqualTo("write-processor");
        assertThat(processed.attributes()).containsEntry("tideline.outcome", "applied");
        Seen purged = one(spans, "process tideline.changes");
        assertThat(purged.parent()).isEqualTo(processed.id());
        assertThat(purged.service()).isEqualTo("invalidation-service");
        List<Seen> applied = named(spans, "apply tideline.purges");
        assertThat(applied).extracting(Seen::parent).containsOnly(purged.id());
        assertThat(applied).extracting(Seen::instance).containsExactlyInAnyOrder("eu-1", "eu-2", "us-1");
        for (Part part : SERVICES_ON_THE_WAY) {
            assertThat(Files.readString(new Workspace(settings.directory()).log(part)))
                    .as("the log of " + part.title())
                    .contains("\"trace.id\":\"" + trace + "\"");
        }
    }

    @Test
    @Order(2)
    void aReadIsTracedIfItAsksForThatAlone() {
        String other = mark();
        assertThat(put(Part.GATEWAY_EU_1, other, "00").statusCode()).isEqualTo(202);
        for (int times = 0; times < 5; times++) {
            assertThat(get(other, "00").statusCode()).isIn(200, 404);
        }
        String trace = mark();
        assertThat(get(trace, "01").statusCode()).isIn(200, 404);

        List<Seen> spans = collector.await(trace, seen -> !seen.isEmpty());
        assertThat(spans).extracting(Seen::name).containsExactly("GET /api/prices");
        assertThat(spans.getFirst().attributes())
                .containsEntry("http.request.method", "GET")
                .containsEntry("http.route", "/api/prices")
                .containsKey("tideline.cache");
        assertThat(collector.spans()).extracting(Seen::trace).doesNotContain(other);
    }

    @Test
    @Order(3)
    void nothingThatAClientWroteIsInAnySpan() {
        String trace = mark();
        assertThat(put(Part.GATEWAY_EU_1, trace, "01").statusCode()).isEqualTo(202);
        collector.await(trace, seen -> seen.size() >= 7);
        String asked = mark();
        assertThat(get(asked, "01").statusCode()).isIn(200, 404);
        assertThat(collector.await(asked, seen -> !seen.isEmpty())).isNotEmpty();

        String sent = new String(collector.bytes(), UTF_8);
        assertThat(sent).contains("tideline.writes", "/api/prices").doesNotContain(mark);
    }

    @Test
    @Order(4)
    void aCollectorThatDoesNotAnswerHoldsNothingUp() {
        collector.fallSilent();
        for (int n = 0; n < 300; n++) {
            assertThat(put(Part.GATEWAY_EU_1, mark(), "01").statusCode()).isEqualTo(202);
        }
        HttpResponse<String> applied = put(Part.GATEWAY_EU_1, mark(), "01", "Prefer", "wait=30");
        assertThat(applied.statusCode()).as(applied.body()).isIn(200, 201);
        stack.restart(Part.GATEWAY_EU_1);
        collector.close();
        HttpResponse<String> gone = put(Part.GATEWAY_EU_1, mark(), "01", "Prefer", "wait=30");
        assertThat(gone.statusCode()).as(gone.body()).isIn(200, 201);
    }

    private HttpResponse<String> put(Part gateway, String trace, String flags, String... more) {
        return send(
                HttpRequest.newBuilder(stack.addresses().http(gateway).resolve("/api/prices/" + mark + "?dry=" + mark))
                        .PUT(BodyPublishers.ofString("{\"name\": \"" + mark + "\", \"price\": 1}"))
                        .headers("Content-Type", "application/json", "Idempotency-Key", '"' + trace + mark + '"')
                        .headers("tracestate", "client=" + mark, "baggage", "user=" + mark, "X-Client", mark)
                        .headers(plus(more, "traceparent", "00-" + trace + "-" + CLIENT + "-" + flags)));
    }

    private static String[] plus(String[] more, String... fields) {
        return Stream.of(more, fields).flatMap(Stream::of).toArray(String[]::new);
    }

    private HttpResponse<String> get(String trace, String flags) {
        return send(HttpRequest.newBuilder(
                        stack.addresses().http(Part.GATEWAY_EU_1).resolve("/api/prices/" + mark + "?q=" + mark))
                .headers("traceparent", "00-" + trace + "-" + CLIENT + "-" + flags, "X-Client", mark));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Seen one(List<Seen> spans, String name) {
        List<Seen> found = named(spans, name);
        assertThat(found)
                .as(name + " in " + spans.stream().map(Seen::name).collect(Collectors.joining(", ")))
                .hasSize(1);
        return found.getFirst();
    }

    private static List<Seen> named(List<Seen> spans, String name) {
        return spans.stream().filter(span -> span.name().equals(name)).toList();
    }
}

package dev.tideline.local.placement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.sight.TestingCollector;
import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.StartCaches;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole suite as processes. Marked values are written for customers, whose home is eu, and for visitors, who may be
 * anywhere; then every byte outside the home is searched for them. What is found of the visitors, and of what is planted in
 * each place, shows that the search sees.
 */
class CanaryIT {

    private static final String PLACEMENT = """
            regions: [eu, us]
            collections:
              customers:
                tier: cache
                schema: customer.json
                residency: {home: eu, cache-in: [eu], serve-in: [eu, us], redact: [/email, /phone]}
              visitors: {tier: cache}
            """;

    private final String mark = "canary" + UUID.randomUUID().toString().replace("-", "");
    private final String visitor = "visitor" + UUID.randomUUID().toString().replace("-", "");
    private final String planted = "planted" + UUID.randomUUID().toString().replace("-", "");

    @TempDir
    private Path directory;

    @Test
    void nothingOfACustomerIsKeptOutsideTheHome() throws IOException {
        Path root = Path.of(System.getProperty("tideline.root", "../.."));
        Path placement = Files.writeString(directory.resolve("placement.yaml"), PLACEMENT);
        Files.copy(root.resolve("local-stack/launcher/placement/customer.json"), directory.resolve("customer.json"));
        StartCaches.serve(root, directory.resolve("stack"));
        StackSettings settings = StackSettings.of(root, directory.resolve("stack"), Addresses.free())
                .withPlacement(placement);
        try (TestingCollector traces = new TestingCollector();
                LocalStack stack = LocalStack.start(tracedBy(traces, settings), Progress.SILENT)) {
            List<HttpResponse<String>> refused = new ArrayList<>();
            Requests requests = new Requests(stack);
            writeAndRead(requests);
            refused.addAll(goWrong(requests));
            stack.stop(Part.ORIGIN);
            refused.add(requests.get(Part.GATEWAY_US_1, "/api/customers/c1"));
            stack.start(Part.ORIGIN);
            DeadLetters letters = new DeadLetters(stack, settings);
            letters.refuse("failing");
            becomeDeadLetters(requests);
            inspectAndReplay(letters, requests);

            assertThat(refused).allSatisfy(answer -> {
                assertThat(answer.statusCode()).as(answer.body()).isGreaterThanOrEqualTo(400);
                assertThat(answer.body()).doesNotContain(mark);
            });
            Places places = new Places(stack, settings);
            assertThat(Places.has(places.postgres(), mark + "-email"))
                    .as("Postgres of the home")
                    .isTrue();
            // The home's own queue has the customers' writes only encrypted, and those of visitors as they came.
            for (String topic : List.of("tideline.writes-", "tideline.writes.dlt-")) {
                assertThat(Places.has(places.topic(topic), "customers/failing-"))
                        .as("keys in " + topic)
                        .isTrue();
                assertThat(Places.has(places.topic(topic), mark))
                        .as(topic + " of the home")
                        .isFalse();
            }
            assertThat(visitorsAreFound(requests, places))
                    .as(() -> "what may be in redis-us is found there\n" + l2Metrics(places))
                    .isTrue();
            assertThat(Places.has(places.topic("tideline.writes-"), visitor)).isTrue();
            assertThat(traces.until(seen -> seen.name().equals("GET /api/customers")))
                    .isTrue();
            places.plant(planted);
            Map<String, byte[]> outside = places.outsideTheHome();
            outside.put("traces", traces.bytes());
            outside.forEach((place, bytes) -> {
                assertThat(Places.has(bytes, mark)).as(place).isFalse();
                assertThat(Places.has(bytes, planted))
                        .as("planted in " + place)
                        .isEqualTo(place.equals("redis-us")
                                || place.equals("log planted.log")
                                || place.startsWith("tideline."));
            });
        }
    }

    /** Every request, so that every kind of span is searched. */
    private static StackSettings tracedBy(TestingCollector collector, StackSettings settings) {
        return settings.withServiceSettings(Map.of(
                "management.opentelemetry.tracing.export.otlp.endpoint",
                collector.endpoint(),
                "management.tracing.sampling.probability",
                "1.0"));
    }

    /** Written at the home and from elsewhere, read in both regions in every form. */
    private void writeAndRead(Requests requests) {
        String document = document();
        assertThat(requests.put(Part.GATEWAY_EU_1, "/api/customers/c1", document)
                        .statusCode())
                .isEqualTo(201);
        HttpResponse<String> forwarded = requests.put(Part.GATEWAY_US_1, "/api/customers/c2", document);
        assertThat(forwarded.statusCode()).as(forwarded.body()).isEqualTo(201);
        assertThat(Requests.header(forwarded, "X-Edge-Home")).isEqualTo("eu");
        assertThat(requests.get(Part.GATEWAY_US_1, Requests.header(forwarded, "Content-Location"))
                        .body())
                .contains("\"applied\"");
        for (int times = 0; times < 3; times++) {
            for (String path : List.of("/api/customers/c1", "/api/customers/c2", "/api/customers?limit=10")) {
                assertThat(requests.read(Part.GATEWAY_EU_1, path).body()).contains(mark + "-name", mark + "-email");
                HttpResponse<String> elsewhere = requests.read(Part.GATEWAY_US_1, path);
                assertThat(elsewhere.statusCode()).isEqualTo(200);
                assertThat(elsewhere.body()).contains(mark + "-name").doesNotContain(mark + "-email", "phone");
            }
        }
    }

    private String document() {
        return "{\"name\": \"" + mark + "-name\", \"email\": \"" + mark + "-email@x.example\", \"phone\": \"" + mark
                + "\"}";
    }

    /** One accepted at the home, one from elsewhere. */
    private void becomeDeadLetters(Requests requests) {
        Map<Part, String> outcomes = new EnumMap<>(Part.class);
        for (Part gateway : List.of(Part.GATEWAY_EU_1, Part.GATEWAY_US_1)) {
            HttpResponse<String> accepted =
                    requests.enqueue(gateway, "/api/customers/failing-" + gateway.title(), document());
            assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
            outcomes.put(gateway, Requests.header(accepted, "Location"));
        }
        outcomes.forEach((gateway, outcome) -> assertThat(
                        requests.until(gateway, outcome, answer -> answer.body().contains("\"dead-lettered\""))
                                .body())
                .contains("\"dead-lettered\"")
                .doesNotContain(mark));
    }

    /** Only who opens a letter sees what was written. One is given up; the other is applied when its cause is mended. */
    private void inspectAndReplay(DeadLetters letters, Requests requests) {
        String atHome = "customers/failing-" + Part.GATEWAY_EU_1.title();
        String forwarded = "customers/failing-" + Part.GATEWAY_US_1.title();
        assertThat(letters.list()).contains(atHome, forwarded).doesNotContain(mark);
        assertThat(letters.show(atHome)).contains(mark + "-email");
        assertThat(letters.show(forwarded)).contains(mark + "-email");
        assertThat(letters.discard(atHome, "given up"))
                .contains("\"discarded\"")
                .doesNotContain(mark);
        letters.mend();
        assertThat(letters.replay(forwarded)).contains("\"replayed\"").doesNotContain(mark);
        for (int times = 0; times < 3; times++) {
            assertThat(requests.read(Part.GATEWAY_EU_1, "/api/" + forwarded).body())
                    .contains(mark + "-email");
            assertThat(requests.read(Part.GATEWAY_US_1, "/api/" + forwarded).body())
                    .contains(mark + "-name")
                    .doesNotContain(mark + "-email");
        }
    }

    private List<HttpResponse<String>> goWrong(Requests requests) {
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (Part gateway : List.of(Part.GATEWAY_EU_1, Part.GATEWAY_US_1)) {
            answers.add(requests.put(gateway, "/api/customers/c3", "{\"name\": " + mark));
            answers.add(requests.put(gateway, "/api/customers/c3", "{\"name\": 7, \"email\": \"" + mark + "\"}"));
            answers.add(requests.put(gateway, "/api/customers/c3", "[\"" + mark + "\"]"));
            answers.add(
                    requests.put(gateway, "/api/customers/c1", "{\"name\": \"" + mark + "\"}", "If-Match", "\"v99\""));
            answers.add(requests.patch(
                    gateway,
                    "/api/customers/c1",
                    "application/json-patch+json",
                    "[{\"op\": \"test\", \"path\": \"/email\", \"value\": \"" + mark + "\"}]"));
        }
        return answers;
    }

    /** The same for data that may be kept anywhere, until Redis of us has it: a busy machine's Redis may miss a call. */
    private boolean visitorsAreFound(Requests requests, Places places) {
        for (int n = 1; n <= 30; n++) {
            String path = "/api/visitors/v" + n;
            assertThat(requests.put(Part.GATEWAY_EU_1, path, "{\"name\": \"" + visitor + "\"}")
                            .statusCode())
                    .isEqualTo(201);
            // The first may be filled while its purge is on the way, and then is not kept.
            for (int times = 0; times < 3; times++) {
                assertThat(requests.read(Part.GATEWAY_US_1, path).body()).contains(visitor);
                LockSupport.parkNanos(300_000_000);
            }
            if (Places.has(places.redisOfUs(), visitor)) {
                return true;
            }
        }
        return false;
    }

    private static String l2Metrics(Places places) {
        return new String(places.metrics(Part.GATEWAY_US_1), UTF_8)
                .lines()
                .filter(line -> line.contains("\"l2\"") || line.contains("_l2_"))
                .collect(Collectors.joining("\n"));
    }
}

package dev.tideline.local.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.DevelopmentTokens;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.StartCaches;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole suite as processes: a data subject whose documents are in Postgres, in Kafka and in both gateways' caches is
 * erased. Then nobody is answered with them, and no byte of them can be found, or be read, where records are kept for days.
 */
class SubjectErasureIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PLACEMENT = """
            regions: [eu, us]
            collections:
              customers: {tier: cache, cache: {max-age: 1h}, residency: {home: eu, cache-in: [eu, us]}}
              orders: {tier: cache, cache: {max-age: 1h}, residency: {home: eu, cache-in: [eu, us], subject: id-prefix}}
            """;

    private final String anna = "anna" + UUID.randomUUID().toString().replace("-", "");
    private final String ben = "ben" + UUID.randomUUID().toString().replace("-", "");

    @TempDir
    private Path directory;

    @Test
    void anErasedSubjectIsServedByNobodyAndReadableNowhere() throws IOException {
        Path root = Path.of(System.getProperty("tideline.root", "../.."));
        StartCaches.serve(root, directory.resolve("stack"));
        StackSettings settings = StackSettings.of(root, directory.resolve("stack"), Addresses.free())
                .withPlacement(Files.writeString(directory.resolve("placement.yaml"), PLACEMENT))
                .withParts(EnumSet.complementOf(EnumSet.of(Part.GATEWAY_EU_2)));
        try (LocalStack stack = LocalStack.start(settings, Progress.SILENT)) {
            Requests requests = new Requests(stack);
            Places places = new Places(stack, settings);
            Operator operator = new Operator(stack, settings);
            write(requests, "/api/customers/" + anna, "{\"name\": \"mark-" + anna + "\"}");
            write(requests, "/api/orders/" + anna + "~1", "{\"note\": \"mark-" + anna + "\"}");
            write(requests, "/api/customers/" + ben, "{\"name\": \"mark-" + ben + "\"}");
            for (String path :
                    List.of("/api/customers/" + anna, "/api/orders/" + anna + "~1", "/api/customers/" + ben)) {
                cached(requests, path);
            }
            assertThat(isHitAfterARestart(stack, requests, "/api/customers/" + anna))
                    .as("what is encrypted in Redis is found and served")
                    .isTrue();
            Map<String, byte[]> before = places.keptForDays();
            before.forEach((place, bytes) -> {
                assertThat(Places.has(bytes, "mark-" + anna))
                        .as("in clear in " + place)
                        .isFalse();
            });
            assertThat(Places.has(before.get("kafka"), "customers/" + anna))
                    .as("its name is found")
                    .isTrue();

            JsonNode erasure = operator.erase(anna);

            assertThat(erasure.path("state").asString()).isEqualTo("confirmed");
            assertThat(erasure.path("resources").asInt()).isEqualTo(2);
            assertThat(erasure.path("keyDestroyed").asBoolean()).isTrue();
            assertThat(erasure.path("confirmedBy").valueStream().map(JsonNode::asString))
                    .containsExactly("eu-1", "us-1");
            for (Part gateway : List.of(Part.GATEWAY_EU_1, Part.GATEWAY_US_1)) {
                assertThat(requests.get(gateway, "/api/customers/" + anna).statusCode())
                        .isEqualTo(410);
                assertThat(requests.get(gateway, "/api/orders/" + anna + "~1").statusCode())
                        .isEqualTo(410);
                assertThat(requests.get(gateway, "/api/customers").body())
                        .doesNotContain(anna)
                        .contains("mark-" + ben);
                assertThat(requests.read(gateway, "/api/customers/" + ben).body())
                        .contains("mark-" + ben);
            }
            // Also for those who remember the key nothing is applied any more; others are told at once.
            assertThat(requests.put(Part.GATEWAY_EU_1, "/api/customers/" + anna, "{}")
                            .statusCode())
                    .isEqualTo(410);
            stack.restart(Part.GATEWAY_EU_1);
            assertThat(requests.until(Part.GATEWAY_EU_1, "/api/customers/" + ben, answer -> answer.statusCode() == 200)
                            .body())
                    .contains("mark-" + ben);
            HttpResponse<String> refused = requests.put(Part.GATEWAY_EU_1, "/api/customers/" + anna, "{}");
            assertThat(refused.statusCode()).isEqualTo(410);
            assertThat(refused.body()).contains("subject-erased");

            assertThat(operator.sql("select wrapped is null from tideline.subject_keys where subject = '" + anna + "'"))
                    .isEqualTo("t");
            assertThat(operator.sql("select count(*) from tideline.resources where body is not null and id like '"
                            + anna + "%'"))
                    .isEqualTo("0");
            places.keptForDays()
                    .forEach((place, bytes) -> assertThat(Places.has(bytes, "mark-" + anna))
                            .as("in clear in " + place)
                            .isFalse());

            // The proof outlives the service that gave it.
            stack.restart(Part.INVALIDATION);
            assertThat(operator.until(erasure.path("id").asString(), "confirmed"))
                    .isEqualTo(erasure);
        }
    }

    private static void write(Requests requests, String path, String document) {
        HttpResponse<String> written = requests.put(Part.GATEWAY_US_1, path, document);
        assertThat(written.statusCode()).as(written.body()).isEqualTo(201);
    }

    private static void cached(Requests requests, String path) {
        for (Part gateway : List.of(Part.GATEWAY_EU_1, Part.GATEWAY_US_1)) {
            HttpResponse<String> hit = requests.until(
                    gateway,
                    path,
                    answer -> Requests.header(answer, "X-Cache-Status").equals("HIT"));
            assertThat(Requests.header(hit, "X-Cache-Status")).isEqualTo("HIT");
        }
    }

    /** So it can only come out of Redis. More than one try, for a busy machine's Redis may answer too late. */
    private static boolean isHitAfterARestart(LocalStack stack, Requests requests, String path) {
        for (int tries = 0; tries < 5; tries++) {
            stack.restart(Part.GATEWAY_US_1);
            HttpResponse<String> first = requests.until(Part.GATEWAY_US_1, path, answer -> answer.statusCode() == 200);
            if (Requests.header(first, "X-Cache-Status").equals("HIT")) {
                return true;
            }
        }
        return false;
    }

    /** Who may erase, and look into Postgres. */
    private record Operator(LocalStack stack, String token, HttpClient client) {

        Operator(LocalStack stack, StackSettings settings) {
            this(stack, DevelopmentTokens.open(settings.directory()).operator(), HttpClient.newHttpClient());
        }

        JsonNode erase(String subject) {
            HttpResponse<String> answer = ask(
                    request("/subjects/" + subject).header("Prefer", "wait=30").DELETE());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body());
        }

        JsonNode until(String id, String state) {
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (true) {
                HttpResponse<String> answer = ask(request("/erasures/" + id));
                if (answer.statusCode() == 200
                        && JSON.readTree(answer.body())
                                .path("state")
                                .asString("")
                                .equals(state)) {
                    return JSON.readTree(answer.body());
                }
                assertThat(System.nanoTime()).as(answer.body()).isLessThan(deadline);
                Thread.onSpinWait();
            }
        }

        private HttpRequest.Builder request(String path) {
            URI url = stack.addresses().http(Part.INVALIDATION).resolve(path);
            return HttpRequest.newBuilder(url).header("Authorization", "Bearer " + token);
        }

        private HttpResponse<String> ask(HttpRequest.Builder request) {
            try {
                return client.send(request.build(), BodyHandlers.ofString());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        String sql(String question) {
            try (var connection = DriverManager.getConnection(stack.addresses().jdbcUrl(), "tideline", "tideline");
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery(question)) {
                rows.next();
                return rows.getString(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

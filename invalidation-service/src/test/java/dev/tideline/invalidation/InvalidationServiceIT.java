package dev.tideline.invalidation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.AppliedThrough;
import dev.tideline.events.GatewayStatus;
import dev.tideline.events.GatewayStatus.CacheStats;
import dev.tideline.events.GatewayStatus.Receipt;
import dev.tideline.events.Heartbeat;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeLogRecord;
import dev.tideline.events.ResourceChanged;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.events.Topics;
import dev.tideline.events.WritePosition;
import dev.tideline.invalidation.fleet.FleetFeed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service against a real Kafka; the tests play write-processor and the gateways. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class InvalidationServiceIT {

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        TestingService.kafka(registry);
        registry.add("tideline.fleet.gone-after", () -> "2s");
        registry.add("tideline.purge.per-second", () -> 20);
        TestingService.token(registry, 0, "operator", "purge", "purge-all", "read");
        TestingService.token(registry, 1, "purger", "purge");
        TestingService.token(registry, 2, "reader", "read");
        TestingService.token(registry, 3, "eager", "purge");
    }

    @LocalServerPort
    int port;

    @Autowired
    FleetFeed feed;

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.shared();
    private TestingKafka kafka;

    @BeforeEach
    void open() {
        kafka = TestingKafka.open();
        TestingKafka.until(feed::knowsTheFleet);
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void aChangeBecomesAPurgeAndThenAWatermarkNeverTheOtherWayRound() {
        for (int i = 0; i < 50; i++) {
            change(1, "p" + i, 3, 1_000 + i);
            kafka.send(Topics.CHANGES, 1, "", new AppliedThrough(1, "writes", 1_001 + i, Instant.now()));
        }

        TestingKafka.until(() -> watermark(kafka.purgeLog(), 1) >= 1_050);

        List<PurgeLogRecord> log = kafka.purgeLog();
        long purgedBelow = 1_000;
        for (PurgeLogRecord entry : log) {
            switch (entry) {
                case PurgeIssued purge -> {
                    for (Scope scope : purge.scopes()) {
                        if (scope instanceof Scope.Resource(var key, var version)
                                && key.id().startsWith("p")) {
                            purgedBelow = Math.max(
                                    purgedBelow, 1_001 + Long.parseLong(key.id().substring(1)));
                        }
                    }
                }
                case Heartbeat beat -> {
                    var mark = beat.watermarks().get(1);
                    assertThat(mark == null || mark.nextOffset() <= purgedBelow).isTrue();
                }
            }
        }
    }

    @Test
    void aChangeThatCannotBeReadIsPurgedByItsKey() {
        kafka.sendBytes(Topics.CHANGES, 2, "products/broken", "{\"v\":7}".getBytes(UTF_8));
        kafka.sendBytes(Topics.CHANGES, 2, "nonsense", "nonsense".getBytes(UTF_8));
        change(2, "after", 1, 5);

        TestingKafka.until(() -> scopes().contains(new Scope.Resource(new ResourceKey("products", "after"), 1)));
        assertThat(scopes()).contains(new Scope.Resource(new ResourceKey("products", "broken"), 0));
    }

    @Test
    void heartbeatsGoOnWhileNothingIsWritten() {
        kafka.send(Topics.CHANGES, 3, "", new AppliedThrough(3, "writes", 10, Instant.now()));
        TestingKafka.until(() -> watermark(kafka.purgeLog(), 3) == 10);
        long before = heartbeats();

        TestingKafka.until(() -> heartbeats() > before + 2);
    }

    @Test
    void aPurgeIsAnsweredWhenEveryLiveInstanceHasAppliedIt() throws Exception {
        report("eu-1", "eu", -1, true);
        TestingKafka.until(() -> knows("eu-1"));
        var answer =
                CompletableFuture.supplyAsync(() -> post("operator", "{\"tags\":[\"news\"]}", "Prefer", "wait=30"));

        TestingKafka.until(() -> scopes().contains(new Scope.Tag("news")));
        report("eu-1", "eu", Long.MAX_VALUE / 2, true);

        HttpResponse<String> done = answer.get();
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.headers().firstValue("Preference-Applied")).contains("wait=30");
        JsonNode purge = json.readTree(done.body());
        assertThat(purge.path("state").stringValue()).isEqualTo("applied");
        assertThat(purge.path("instances").toString()).contains("eu-1").contains("applied");
        leave("eu-1", "eu");
    }

    @Test
    void whoHasNotAppliedItIsNamedAndWhoIsGoneIsNotWaitedFor() throws Exception {
        report("us-1", "us", -1, true);
        TestingKafka.until(() -> knows("us-1"));

        HttpResponse<String> pending = post("operator", "{\"keys\":[\"products/p1\"]}", "Prefer", "wait=0");

        assertThat(pending.statusCode()).isEqualTo(202);
        JsonNode purge = json.readTree(pending.body());
        assertThat(purge.path("waitingFor").toString()).isEqualTo("[\"us-1\"]");
        String location = pending.headers().firstValue("Location").orElseThrow();
        TestingKafka.until(() -> json.readTree(get("operator", location).body())
                .path("state")
                .stringValue()
                .equals("applied"));
        assertThat(get("operator", location).body())
                .contains("{\"instance\":\"us-1\",\"region\":\"us\",\"state\":\"gone\"}");
    }

    @Test
    void aPurgeForOneRegionWaitsForThatRegionOnly() throws Exception {
        report("ap-1", "ap", -1, true);
        TestingKafka.until(() -> knows("ap-1"));

        HttpResponse<String> done =
                post("operator", "{\"tags\":[\"news\"],\"regions\":[\"nowhere\"]}", "Prefer", "wait=5");

        assertThat(done.statusCode()).isEqualTo(200);
        leave("ap-1", "ap");
    }

    @Test
    void theFleetShowsAllThatAnInstanceReported() throws Exception {
        Instant begun = Instant.now();
        HttpResponse<String> made = post("operator", "{\"urls\":[\"/a\"],\"mode\":\"soft\"}");
        JsonNode purge = json.readTree(made.body());
        UUID id = UUID.fromString(purge.path("id").stringValue());
        long offset = purge.path("offset").longValue();

        kafka.send(
                Topics.GATEWAY_STATUS,
                0,
                "eu-9",
                new GatewayStatus(
                        "eu-9",
                        "eu",
                        "x",
                        Instant.now(),
                        feed.log(),
                        offset,
                        true,
                        List.of(new Receipt(id, offset, 12)),
                        new CacheStats(3, 400, 9, 1)));

        TestingKafka.until(() -> get("reader", "/purges/" + id).body().contains("\"lagMs\":12"));
        JsonNode told = json.readTree(get("reader", "/fleet").body())
                .path("instances")
                .valueStream()
                .filter(one -> one.path("instance").stringValue().equals("eu-9"))
                .findFirst()
                .orElseThrow();
        assertThat(told.path("region").stringValue()).isEqualTo("eu");
        assertThat(told.path("colo").stringValue()).isEqualTo("x");
        assertThat(told.path("presence").stringValue()).isEqualTo("live");
        assertThat(told.path("appliedOffset").longValue()).isEqualTo(offset);
        assertThat(told.path("lastLagMs").longValue()).isEqualTo(12);
        assertThat(told.path("entries").longValue()).isEqualTo(3);
        assertThat(told.path("bytes").longValue()).isEqualTo(400);
        assertThat(told.path("hitRatio").doubleValue()).isEqualTo(0.9);
        assertThat(Instant.parse(told.path("lastHeard").stringValue())).isBetween(begun, Instant.now());
        leave("eu-9", "eu");
    }

    @Test
    void theSameIdempotencyKeyGivesTheSamePurgeAndAnotherRequestIsRefused() throws Exception {
        String key = "\"" + UUID.randomUUID() + "\"";
        HttpResponse<String> first = post("purger", "{\"tags\":[\"a\",\"b\"]}", "Idempotency-Key", key);
        HttpResponse<String> again = post("purger", "{\"tags\":[\"b\",\"a\"]}", "Idempotency-Key", key);
        HttpResponse<String> other = post("purger", "{\"tags\":[\"c\"]}", "Idempotency-Key", key);

        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(json.readTree(again.body()).path("id"))
                .isEqualTo(json.readTree(first.body()).path("id"));
        assertThat(other.statusCode()).isEqualTo(422);
        post("purger", "{\"tags\":[\"the-end\"]}");
        TestingKafka.until(() -> scopes().contains(new Scope.Tag("the-end")));
        assertThat(scopes()).containsOnlyOnce(new Scope.Tag("b"));
    }

    @Test
    void refusalsAreProblemDocuments() {
        problem(post("nobody", "{\"tags\":[\"a\"]}"), 401, "unauthorized");
        problem(post("reader", "{\"tags\":[\"a\"]}"), 403, "forbidden");
        problem(post("purger", "{\"everything\":true}"), 403, "forbidden");
        problem(post("purger", "{\"prefixes\":[\"//\"]}"), 403, "forbidden");
        problem(post("purger", "{\"tags\":"), 400, "invalid-purge");
        problem(post("purger", "{\"tags\":[\"" + "x".repeat(600_000) + "\"]}"), 413, "too-large");
        problem(post("purger", "{\"tags\":[\"a\"]}", "Idempotency-Key", "\"open"), 400, "invalid-idempotency-key");
        problem(get("purger", "/fleet"), 403, "forbidden");
        problem(get("reader", "/purges/" + UUID.randomUUID()), 404, "unknown-purge");
        problem(get("reader", "/purges/no-uuid"), 400, "http-400");
        problem(get("reader", "/no/such/path"), 404, "http-404");
        problem(send(request("reader", "/fleet").DELETE()), 405, "http-405");
        problem(send(request("purger", "/purges").POST(BodyPublishers.ofString("a=b"))), 415, "http-415");
    }

    @Test
    void everythingNeedsARoleOfItsOwnAndThenReachesEverything() {
        assertThat(post("operator", "{\"everything\":true}").statusCode()).isEqualTo(202);
        TestingKafka.until(() -> scopes().contains(new Scope.Everything()));
    }

    @Test
    void aCallerWhoPurgesTooOftenIsToldWhenToComeBack() {
        TestingKafka.until(() -> {
            HttpResponse<String> answer = post("eager", "{\"tags\":[\"a\"]}");
            if (answer.statusCode() == 429) {
                problem(answer, 429, "rate-limited");
                assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            }
            return answer.statusCode() == 429;
        });
    }

    @Test
    void theDescriptionNamesEveryOperationAndEveryRefusal() {
        JsonNode description = json.readTree(get("nobody", "/openapi.json").body());

        JsonNode post = description.path("paths").path("/purges").path("post");
        assertThat(post.path("responses").propertyNames())
                .containsExactlyInAnyOrder("200", "202", "400", "401", "403", "409", "413", "422", "429", "503");
        assertThat(post.path("requestBody").toString()).contains("PurgeRequest");
        assertThat(post.path("parameters").toString())
                .contains("Idempotency-Key")
                .contains("Prefer");
        assertThat(description.path("paths").propertyNames())
                .containsExactlyInAnyOrder("/purges", "/purges/{id}", "/fleet", "/subjects/{id}", "/erasures/{id}");
        assertThat(description
                        .path("paths")
                        .path("/subjects/{id}")
                        .path("delete")
                        .path("responses")
                        .propertyNames())
                .containsExactlyInAnyOrder("200", "202", "400", "401", "403", "429", "503");
        assertThat(description.path("components").path("schemas").propertyNames())
                .contains("Purge", "PurgeRequest", "Receipt", "Fleet", "Instance", "Problem");
        assertThat(description
                        .path("components")
                        .path("schemas")
                        .path("PurgeRequest")
                        .path("properties")
                        .propertyNames())
                .containsExactlyInAnyOrder("urls", "keys", "tags", "prefixes", "everything", "mode", "regions");
        assertThat(description.path("components").path("securitySchemes").toString())
                .contains("bearer");
    }

    private void problem(HttpResponse<String> answer, int status, String slug) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = json.readTree(answer.body());
        assertThat(problem.path("type").stringValue()).isEqualTo("urn:tideline:problem:" + slug);
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        assertThat(problem.path("title").isString()).isTrue();
    }

    private void change(int partition, String id, long version, long offset) {
        ResourceKey key = new ResourceKey("products", id);
        kafka.send(
                Topics.CHANGES,
                partition,
                key.toString(),
                new ResourceChanged(
                        key,
                        version,
                        false,
                        UUID.randomUUID(),
                        new WritePosition(partition, offset),
                        Set.of(),
                        Instant.now()));
    }

    private void report(String instance, String region, long applied, boolean ready) {
        kafka.send(
                Topics.GATEWAY_STATUS,
                0,
                instance,
                new GatewayStatus(
                        instance,
                        region,
                        "colo",
                        Instant.now(),
                        feed.log(),
                        applied,
                        ready,
                        List.of(),
                        new CacheStats(0, 0, 0, 0)));
    }

    private void leave(String instance, String region) {
        report(instance, region, 0, false);
        TestingKafka.until(() -> !knows(instance));
    }

    private boolean knows(String instance) {
        for (JsonNode one : json.readTree(get("reader", "/fleet").body()).path("instances")) {
            if (one.path("instance").stringValue().equals(instance)) {
                return one.path("presence").stringValue().equals("live");
            }
        }
        return false;
    }

    private List<Scope> scopes() {
        return kafka.purgeLog().stream()
                .flatMap(entry -> entry instanceof PurgeIssued purge ? purge.scopes().stream() : null)
                .toList();
    }

    private long heartbeats() {
        return kafka.purgeLog().stream().filter(Heartbeat.class::isInstance).count();
    }

    private static long watermark(List<PurgeLogRecord> log, int partition) {
        return log.stream()
                .filter(Heartbeat.class::isInstance)
                .map(entry -> ((Heartbeat) entry).watermarks().get(partition))
                .filter(Objects::nonNull)
                .mapToLong(Heartbeat.Watermark::nextOffset)
                .max()
                .orElse(-1);
    }

    private HttpResponse<String> post(String caller, String body, String... headers) {
        HttpRequest.Builder request = request(caller, "/purges")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private HttpResponse<String> get(String caller, String path) {
        return send(request(caller, path).GET());
    }

    private HttpRequest.Builder request(String caller, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer token-of-" + caller);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

package dev.tideline.invalidation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.TestBackends;
import dev.tideline.events.Decoded;
import dev.tideline.events.ErasureRequested;
import dev.tideline.events.EventCodec;
import dev.tideline.events.GatewayStatus;
import dev.tideline.events.GatewayStatus.CacheStats;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.ResourceChanged;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.events.SubjectErased;
import dev.tideline.events.Topics;
import dev.tideline.events.WritePosition;
import dev.tideline.invalidation.fleet.FleetFeed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
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

/** An order to erase a data subject, from the request to its receipt; the tests play write-processor and the gateways. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ErasureApiIT {

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        TestingService.kafka(registry);
        TestBackends.createTopics(Map.of(Topics.WRITES, TestingKafka.PARTITIONS));
        registry.add("tideline.fleet.gone-after", () -> "2s");
        TestingService.token(registry, 0, "eraser", "erase");
        TestingService.token(registry, 1, "purger", "purge", "purge-all", "read");
    }

    @LocalServerPort
    int port;

    @Autowired
    FleetFeed feed;

    private final HttpClient http = HttpClient.newHttpClient();
    private final EventCodec codec = new EventCodec();
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

    private HttpResponse<String> ask(String method, String path, String caller, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!caller.isEmpty()) {
            request.header("Authorization", "Bearer token-of-" + caller);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    /** The orders for one subject that are in the write queue. */
    private List<ErasureRequested> orders(String subject) {
        List<ErasureRequested> found = new ArrayList<>();
        Map<String, Object> properties =
                Map.of("bootstrap.servers", TestBackends.kafka().bootstrapServers());
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.WRITES).stream()
                    .map(partition -> new TopicPartition(Topics.WRITES, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(one -> {
                    if (codec.decode(one.value(), ErasureRequested.class)
                                    instanceof Decoded.Value<ErasureRequested>(var order)
                            && order.subject().equals(subject)) {
                        found.add(order);
                    }
                });
            }
        }
        return found;
    }

    private void report(String instance, long applied) {
        kafka.send(
                Topics.GATEWAY_STATUS,
                0,
                instance,
                new GatewayStatus(
                        instance,
                        "eu",
                        "fra",
                        Instant.now(),
                        feed.log(),
                        applied,
                        true,
                        List.of(),
                        new CacheStats(0, 0, 0, 0)));
    }

    /** What write-processor announces of an erasure that removed one document. */
    private void announce(UUID id, ResourceKey document) {
        Instant now = Instant.now();
        kafka.send(
                Topics.CHANGES,
                1,
                document.toString(),
                new ResourceChanged(document, 2, true, UUID.randomUUID(), new WritePosition(1, 1), Set.of(), now));
        kafka.send(Topics.CHANGES, 1, "", new SubjectErased(id, now, now, 1, true));
    }

    @Test
    void anErasureIsConfirmedWhenEveryLiveInstanceHasAppliedItsPurges() throws Exception {
        report("eu-1", -1);
        var answer =
                CompletableFuture.supplyAsync(() -> ask("DELETE", "/subjects/anna", "eraser", "Prefer", "wait=30"));
        TestingKafka.until(() -> !orders("anna").isEmpty());
        UUID id = orders("anna").getFirst().erasureId();
        assertThat(json(ask("GET", "/erasures/" + id, "eraser")).path("state").asString())
                .isEqualTo("requested");
        ResourceKey document = new ResourceKey("customers", "anna");
        announce(id, document);
        TestingKafka.until(() -> {
            report("eu-1", -1);
            return json(ask("GET", "/erasures/" + id, "eraser"))
                    .path("state")
                    .asString()
                    .equals("erased");
        });
        assertThat(json(ask("GET", "/erasures/" + id, "purger"))
                        .path("waitingFor")
                        .get(0)
                        .asString())
                .isEqualTo("eu-1");
        assertThat(answer.isDone()).isFalse();

        TestingKafka.until(() -> {
            report("eu-1", Long.MAX_VALUE / 2);
            return answer.isDone();
        });

        HttpResponse<String> done = answer.get();
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.headers().firstValue("Location")).contains("/erasures/" + id);
        assertThat(json(done).path("state").asString()).isEqualTo("confirmed");
        assertThat(json(done).path("resources").asInt()).isEqualTo(1);
        assertThat(json(done).path("confirmedBy").get(0).asString()).isEqualTo("eu-1");
        assertThat(done.body()).doesNotContain("anna");
        // The receipt's place in the log is behind the document's purge.
        List<PurgeIssued> purges = kafka.purgeLog().stream()
                .filter(PurgeIssued.class::isInstance)
                .map(PurgeIssued.class::cast)
                .toList();
        int purged = indexOf(purges, purge -> purge.scopes().contains(new Scope.Resource(document, 2)));
        int receipt = indexOf(purges, purge -> purge.purgeId().equals(id));
        assertThat(purged).isNotNegative().isLessThan(receipt);
    }

    private static int indexOf(List<PurgeIssued> purges, Predicate<PurgeIssued> wanted) {
        for (int i = 0; i < purges.size(); i++) {
            if (wanted.test(purges.get(i))) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void onlyWhoMayEraseCan() {
        assertThat(ask("DELETE", "/subjects/ben", "").statusCode()).isEqualTo(401);
        HttpResponse<String> refused = ask("DELETE", "/subjects/ben", "purger");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(json(refused).path("role").asString()).isEqualTo("erase");
        assertThat(orders("ben")).isEmpty();
    }

    @Test
    void theSameKeyOrdersTheSameErasure() {
        HttpResponse<String> first = ask("DELETE", "/subjects/cleo", "eraser", "Idempotency-Key", "\"k1\"");
        HttpResponse<String> again = ask("DELETE", "/subjects/cleo", "eraser", "Idempotency-Key", "\"k1\"");
        HttpResponse<String> other = ask("DELETE", "/subjects/cleo", "eraser");

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(json(again).path("id")).isEqualTo(json(first).path("id"));
        assertThat(json(other).path("id")).isNotEqualTo(json(first).path("id"));
    }

    @Test
    void whatIsNoSubjectAndWhatIsNotKnownIsSaid() {
        assertThat(ask("DELETE", "/subjects/a%20b", "eraser").statusCode()).isEqualTo(400);
        assertThat(ask("DELETE", "/subjects/dora", "eraser", "Idempotency-Key", "\"\"")
                        .statusCode())
                .isEqualTo(400);
        HttpResponse<String> unknown = ask("GET", "/erasures/" + UUID.randomUUID(), "eraser");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(json(unknown).path("type").asString()).isEqualTo("urn:tideline:problem:unknown-erasure");
        assertThat(ask("GET", "/erasures/nonsense", "eraser").statusCode()).isEqualTo(400);
    }
}

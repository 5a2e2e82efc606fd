package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.TestBackends;
import dev.tideline.events.EventCodec;
import dev.tideline.events.Heartbeat;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.ReplicaLogRecord;
import dev.tideline.events.ReplicaState;
import dev.tideline.events.ReplicasThrough;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.events.SessionTicket;
import dev.tideline.events.Topics;
import dev.tideline.events.WritePosition;
import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.placement.PlacementConfiguration;
import dev.tideline.gateway.placement.ResidencySettings;
import dev.tideline.gateway.purge.PurgeLog;
import dev.tideline.gateway.purge.SessionGate;
import dev.tideline.gateway.replica.ReplicaConfiguration;
import dev.tideline.gateway.replica.ReplicaSettings;
import dev.tideline.gateway.subject.SubjectConfiguration;
import dev.tideline.gateway.subject.SubjectSettings;
import dev.tideline.placement.Placement;
import dev.tideline.placement.PlacementFile;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;

/** A gateway over a real replicas topic, which the test writes, and an origin that is away unless a test needs it. */
@TestInstance(Lifecycle.PER_CLASS)
class ReplicaIT {

    private static final int PARTITIONS = 3;
    private static final Instant UPDATED = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final SessionTicket WRITE = SessionTicket.of("log", new WritePosition(2, 17));

    @EnableConfigurationProperties({ResidencySettings.class, ReplicaSettings.class, SubjectSettings.class})
    @Import({PlacementConfiguration.class, SubjectConfiguration.class, ReplicaConfiguration.class})
    static class Copying {
        @Bean
        Placement placement(GatewaySettings settings) {
            return PlacementFile.read(Path.of(String.valueOf(settings.placement())));
        }

        @Bean
        PurgeLog purgeLog() {
            PurgeLog log = new PurgeLog("eu", 1000);
            log.open("log", 0);
            log.apply(0, new Heartbeat(Instant.EPOCH, "log", PARTITIONS, Map.of()));
            return log;
        }

        @Bean
        SessionGate sessionGate(PurgeLog log) {
            return new SessionGate(log, 10);
        }

        /** Its own event loops: closing one gateway must not stop another of the same JVM. */
        @Bean
        ReactorResourceFactory reactorResources() {
            ReactorResourceFactory resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            return resources;
        }
    }

    private final EventCodec codec = new EventCodec();
    private final String kafka = TestBackends.kafka().bootstrapServers();
    private KafkaProducer<byte[], byte[]> producer;
    private TestingOrigin origin;
    private TestingGateway gateway;
    private Path file;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        file = Files.writeString(folder.resolve("placement.yaml"), """
                regions: [eu]
                collections:
                  countries: {tier: replicated, cache: {max-age: 1h, stale-while-revalidate: 0s, stale-if-error: 0s}}
                  maps: {tier: replicated}
                  rates: {tier: replicated, cache: {staleness-limit: 1s}}
                  limits: {tier: replicated, cache: {staleness-limit: 1s, past-limit: fail}}
                  later: {tier: replicated}
                """);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new ByteArraySerializer(), new ByteArraySerializer());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.createTopics(List.of(new NewTopic(Topics.REPLICAS, PARTITIONS, (short) 1)
                            .configs(Topics.REPLICAS_CONFIGURATION)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        put("countries/de", 1, "{\"name\":\"old\"}");
        put("countries/de", 2, "{\"name\":\"Germany\"}");
        put("countries/fr", 1, "{\"name\":\"France\"}");
        put("countries/xx", 4, null);
        put("rates/usd", 1, "{}");
        through("countries", "maps", "rates", "limits");
        origin = new TestingOrigin();
        gateway = gateway();
    }

    @AfterAll
    void stop() {
        gateway.close();
        origin.close();
        producer.close();
    }

    private TestingGateway gateway(String... more) {
        String[] settings = new String[3 + more.length];
        settings[0] = "tideline.placement=" + file;
        settings[1] = "spring.kafka.bootstrap-servers=" + kafka;
        settings[2] = "tideline.colo=fra";
        System.arraycopy(more, 0, settings, 3, more.length);
        return TestingGateway.with(Copying.class, origin.url(), settings);
    }

    private void put(String resource, long version, String body) {
        ResourceKey key = ResourceKey.parse(resource).orElseThrow();
        send(
                Math.floorMod(resource.hashCode(), PARTITIONS),
                resource,
                new ReplicaState(key, version, body, UPDATED, WRITE));
    }

    private void through(String... collections) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            send(
                    partition,
                    ReplicasThrough.KEY,
                    new ReplicasThrough(partition, 18, Instant.now(), Set.of(collections)));
        }
    }

    private void send(int partition, String key, ReplicaLogRecord state) {
        try {
            producer.send(new ProducerRecord<>(
                            Topics.REPLICAS, partition, key.getBytes(StandardCharsets.UTF_8), codec.encode(state)))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isCopy(HttpResponse<?> answer) {
        return header(answer, "Cache-Status").contains("detail=replica");
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private void untilCopied(TestingGateway from, String path) {
        Waits.until(() -> isCopy(from.get(path)));
    }

    @Test
    void aReadIsAnsweredOutOfTheCopyAsTheOriginWould() {
        untilCopied(gateway, "/api/countries/de");
        int asked = origin.seen().size();
        HttpResponse<String> answer = gateway.get("/api/countries/de");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"name\":\"Germany\"}");
        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
        assertThat(header(answer, "ETag")).isEqualTo("\"v2\"");
        assertThat(header(answer, "Last-Modified")).isEqualTo("Fri, 02 Jan 2026 03:04:05 GMT");
        assertThat(header(answer, "X-Data-Version")).isEqualTo("2");
        assertThat(header(answer, "Cache-Control")).isEqualTo("max-age=3600");
        assertThat(header(answer, "X-Edge-Colo")).isEqualTo("fra");
        assertThat(header(answer, "X-Tideline-Session")).isEqualTo("1.log.2:17");
        assertThat(result(answer)).isEqualTo("HIT");
        assertThat(Long.parseLong(header(answer, "X-Data-Staleness-Bound-Ms"))).isBetween(0L, 120_000L);
        assertThat(gateway.get("/api/countries/de", "If-None-Match", "\"v2\"").statusCode())
                .isEqualTo(304);
        HttpResponse<String> head = gateway.send("HEAD", "/api/countries/de", null);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo("18");
        assertThat(origin.seen()).hasSize(asked);
    }

    @Test
    void whatIsNotInAFullCopyIsNotThere() {
        untilCopied(gateway, "/api/countries/de");
        assertThat(gateway.get("/api/countries/none").statusCode()).isEqualTo(404);
        HttpResponse<String> gone = gateway.get("/api/countries/xx");
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(header(gone, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(gone, "X-Data-Version")).isEqualTo("4");
    }

    @Test
    void aListIsCutIntoPages() {
        untilCopied(gateway, "/api/countries/de");
        HttpResponse<String> first = gateway.get("/api/countries?limit=1");
        assertThat(first.body()).contains("\"id\":\"de\"", "\"document\":{\"name\":\"Germany\"}");
        String next = header(first, "Link").replaceAll("<(.*)>.*", "$1");
        HttpResponse<String> second = gateway.get(next);
        assertThat(second.body()).contains("\"id\":\"fr\"", "\"next\":null").doesNotContain("\"id\":\"de\"");
        assertThat(gateway.get("/api/countries", "If-None-Match", header(gateway.get("/api/countries"), "ETag"))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void aGatewayThatStartsWhileTheOriginIsAwayHasTheCopy() {
        TestingOrigin gone = new TestingOrigin();
        gone.close();
        try (TestingGateway restarted = TestingGateway.with(
                Copying.class, gone.url(), "tideline.placement=" + file, "spring.kafka.bootstrap-servers=" + kafka)) {
            untilCopied(restarted, "/api/countries/fr");
            assertThat(restarted.get("/api/countries/fr").body()).isEqualTo("{\"name\":\"France\"}");
            assertThat(restarted.get("/api/countries").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatOnlyTheOriginCanAnswerGoesToTheOrigin() {
        untilCopied(gateway, "/api/countries/de");
        origin.on("/api/countries/de", "from the origin", "Cache-Control", "no-store");
        for (String[] headers : new String[][] {
            {"Cache-Control", "no-cache"}, {"X-Tideline-Session", "1.any.0:1"}, {"X-Tideline-Session", "1.log.0:18"},
        }) {
            assertThat(isCopy(gateway.get("/api/countries/de", headers))).isFalse();
        }
        assertThat(gateway.get("/api/countries/de?v=1").body()).isEqualTo("from the origin");
    }

    @Test
    void aSessionThatTheCopyHasCaughtUpWithIsAnsweredOutOfIt() {
        untilCopied(gateway, "/api/countries/de");
        HttpResponse<String> answer = gateway.get("/api/countries/de", "X-Tideline-Session", "1.log.0:17,2:3");
        assertThat(isCopy(answer)).isTrue();
        assertThat(header(answer, "X-Tideline-Session")).isEqualTo("1.log.0:17,2:17");
    }

    @Test
    void aVersionThatIsKnownToBePastIsNotServed() {
        put("maps/atlas", 1, "{\"v\":1}");
        through("countries", "maps", "rates", "limits");
        Waits.until(() -> gateway.get("/api/maps/atlas").statusCode() == 200);
        origin.on("/api/maps/atlas", "{\"v\":2}", "Cache-Control", "no-store");
        PurgeIssued purge = new PurgeIssued(
                UUID.randomUUID(),
                List.of(new Scope.Resource(new ResourceKey("maps", "atlas"), 2)),
                PurgeIssued.Mode.HARD,
                Set.of(),
                PurgeIssued.Cause.CHANGE,
                Instant.now(),
                null);
        gateway.bean(PurgeLog.class).apply(1, purge);
        assertThat(gateway.get("/api/maps/atlas").body()).isEqualTo("{\"v\":2}");
        put("maps/atlas", 2, "{\"v\":2}");
        untilCopied(gateway, "/api/maps/atlas");
    }

    /** Nobody vouches for the copies any more once the test has begun. */
    @Test
    void aCopyPastItsLimitIsServedWithAWarningOrNotAtAll() {
        untilCopied(gateway, "/api/rates/usd");
        Waits.until(() -> !header(gateway.get("/api/rates/usd"), "X-Data-Staleness-Warning")
                .isEmpty());
        assertThat(header(gateway.get("/api/rates/usd"), "X-Data-Staleness-Warning"))
                .isEqualTo("limit-ms=1000");
        Waits.until(() -> gateway.get("/api/limits/one").statusCode() == 503);
        HttpResponse<String> refused = gateway.get("/api/limits/one");
        assertThat(header(refused, "Retry-After")).isEqualTo("1");
        assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void aCollectionNobodyVouchesForIsReadThroughTheCache() {
        put("later/one", 1, "{}");
        origin.on("/api/later/one", "from the origin", "Cache-Control", "max-age=60");
        untilCopied(gateway, "/api/countries/de");
        assertThat(gateway.get("/api/later/one").body()).isEqualTo("from the origin");
        assertThat(result(gateway.get("/api/later/one"))).isEqualTo("HIT");
    }

    @Test
    void aCollectionBeyondTheLimitIsReadThroughTheCache() {
        put("maps/world", 1, "{\"map\":\"" + "x".repeat(20_000) + "\"}");
        origin.on("/api/maps/world", "from the origin", "Cache-Control", "max-age=60");
        try (TestingGateway small = gateway("tideline.replicas.max-size=10KB")) {
            untilCopied(small, "/api/countries/de");
            assertThat(small.get("/api/maps/world").body()).isEqualTo("from the origin");
        }
    }
}

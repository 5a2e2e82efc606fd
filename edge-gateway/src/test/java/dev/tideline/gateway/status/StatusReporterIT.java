package dev.tideline.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.TestBackends;
import dev.tideline.events.Decoded;
import dev.tideline.events.EventCodec;
import dev.tideline.events.GatewayStatus;
import dev.tideline.events.GatewayStatus.CacheStats;
import dev.tideline.events.GatewayStatus.Receipt;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeIssued.Cause;
import dev.tideline.events.PurgeIssued.Mode;
import dev.tideline.events.Scope;
import dev.tideline.events.Topics;
import dev.tideline.gateway.purge.FollowerListener;
import dev.tideline.gateway.purge.PurgeFollower;
import dev.tideline.gateway.purge.PurgeLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reporter and the follower as they run in a gateway, seen from the topics. */
class StatusReporterIT {

    private final EventCodec codec = new EventCodec();
    private final PurgeLog log = new PurgeLog("eu", 1_000);
    private final String instance = "eu-" + UUID.randomUUID();
    private final List<GatewayStatus> heard = new ArrayList<>();
    private Map<String, Object> kafka;
    private KafkaConsumer<byte[], byte[]> reports;
    private KafkaProducer<byte[], byte[]> purges;
    private StatusReporter reporter;
    private PurgeFollower follower;

    @BeforeEach
    void start() {
        TestBackends.createTopics(Map.of(Topics.PURGES, 1, Topics.GATEWAY_STATUS, 1));
        kafka = Map.of("bootstrap.servers", TestBackends.kafka().bootstrapServers());
        purges = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        reports = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        TopicPartition status = new TopicPartition(Topics.GATEWAY_STATUS, 0);
        reports.assign(List.of(status));
        reports.seekToEnd(List.of(status));
        reports.position(status);
        reporter = new StatusReporter(
                new StatusReporter.Identity(instance, "eu", "fra"),
                log,
                () -> new CacheStats(1, 2, 3, 4),
                new KafkaProducer<>(StatusConfiguration.producer(kafka)),
                Clock.systemUTC());
        follower = new PurgeFollower(
                log, kafka, Duration.ofHours(1), Clock.systemUTC(), FollowerListener.all(List.of(reporter)));
        reporter.start();
        follower.start();
    }

    @AfterEach
    void stop() {
        follower.close();
        reporter.close();
        reports.close();
        purges.close(Duration.ZERO);
    }

    @Test
    void itReportsOverAndOverWhileNothingHappens() {
        until(() -> heard().size() >= 3);

        assertThat(heard().getLast().cache()).isEqualTo(new CacheStats(1, 2, 3, 4));
        assertThat(heard().getLast().colo()).isEqualTo("fra");
    }

    @Test
    void aPurgeIsReportedOnceAsAppliedWithItsLag() throws Exception {
        until(() -> heard().stream().anyMatch(GatewayStatus::ready));
        UUID id = UUID.randomUUID();
        long offset = purge(id, Set.of());

        until(() -> receipts().stream().anyMatch(receipt -> receipt.purgeId().equals(id)));

        assertThat(receipts())
                .filteredOn(receipt -> receipt.purgeId().equals(id))
                .singleElement()
                .satisfies(receipt -> {
                    assertThat(receipt.offset()).isEqualTo(offset);
                    assertThat(receipt.lagMs()).isNotNegative();
                });
        assertThat(heard().getLast().appliedOffset()).isGreaterThanOrEqualTo(offset);
        assertThat(heard().getLast().logId()).isEqualTo(log.now().log());
    }

    @Test
    void anotherRegionsPurgeIsAppliedByItsOffsetAlone() throws Exception {
        until(() -> heard().stream().anyMatch(GatewayStatus::ready));
        UUID id = UUID.randomUUID();
        long offset = purge(id, Set.of("us"));

        until(() -> heard().getLast().appliedOffset() >= offset);

        assertThat(receipts()).noneMatch(receipt -> receipt.purgeId().equals(id));
    }

    @Test
    void whoLeavesSaysSo() {
        until(() -> heard().stream().anyMatch(GatewayStatus::ready));

        reporter.close();

        until(() -> !heard().getLast().ready());
    }

    private long purge(UUID id, Set<String> regions) throws Exception {
        PurgeIssued purge = new PurgeIssued(
                id, List.of(new Scope.Tag("x")), Mode.HARD, regions, Cause.OPERATOR, Instant.now(), null);
        return purges.send(new ProducerRecord<>(Topics.PURGES, 0, null, codec.encode(purge)))
                .get(30, TimeUnit.SECONDS)
                .offset();
    }

    private List<Receipt> receipts() {
        return heard().stream().flatMap(status -> status.receipts().stream()).toList();
    }

    private List<GatewayStatus> heard() {
        for (ConsumerRecord<byte[], byte[]> one : reports.poll(Duration.ofMillis(20))) {
            if (codec.decode(one.value(), GatewayStatus.class) instanceof Decoded.Value<GatewayStatus>(var status)
                    && status.instance().equals(instance)) {
                heard.add(status);
            }
        }
        return heard;
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 60 s").isLessThan(deadline);
        }
    }
}

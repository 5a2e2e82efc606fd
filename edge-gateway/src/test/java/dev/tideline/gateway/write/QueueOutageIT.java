package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.EmbeddedKafka;
import dev.tideline.backends.KafkaTopics;
import dev.tideline.backends.Ports;
import dev.tideline.events.Topics;
import dev.tideline.gateway.write.TestingGateway.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue that is away, comes back, is not there, or is too long. */
class QueueOutageIT {

    private static final int PARTITIONS = 3;

    @TempDir
    private Path data;

    private final int port = Ports.free();
    private final String kafka = "127.0.0.1:" + port;

    @Test
    void nothingIsAcknowledgedThatIsNotInTheQueue() {
        try (TestingOrigin origin = new TestingOrigin();
                TestingGateway gateway = new TestingGateway(
                        kafka,
                        origin,
                        "tideline.writes.log.deadline=3s",
                        "tideline.writes.log.max-block=1s",
                        "tideline.writes.log.delivery=2s",
                        "tideline.writes.log.request-timeout=1s",
                        "tideline.writes.queue.every=200ms")) {
            Reply early = gateway.put("/api/notes/early", "{}");
            assertThat(early.status()).isEqualTo(503);
            assertThat(early.body().path("accepted").asString()).isEqualTo("no");

            Map<String, Reply> replies = new HashMap<>();
            EmbeddedKafka first = start();
            gateway.untilOpen();
            replies.putAll(putAll(gateway, "before", 20));
            assertThat(replies.values()).extracting(Reply::status).containsOnly(202);
            // Kafka stops in the middle of these.
            List<CompletableFuture<Map.Entry<String, Reply>>> during = later(gateway, "during", 200);
            first.close();
            during.forEach(
                    reply -> replies.put(reply.join().getKey(), reply.join().getValue()));

            Instant start = Instant.now();
            Map<String, Reply> away = putAll(gateway, "away", 20);
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
            assertThat(away.values()).allSatisfy(reply -> {
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
                assertThat(reply.header("Retry-After")).isNotNull();
                assertThat(reply.body().path("accepted").asString()).isIn("no", "unknown");
            });
            replies.putAll(away);

            try (EmbeddedKafka _ = start()) {
                assertThat(gateway.untilNot(503, () -> gateway.put("/api/notes/after", "{}"))
                                .status())
                        .isEqualTo(202);
                assertThatTheQueueHoldsWhatWasAnswered(replies);
            }
        }
    }

    /** Each 202 is there, where it said; each "accepted: no" is not; the others may be. */
    private void assertThatTheQueueHoldsWhatWasAnswered(Map<String, Reply> replies) {
        Map<String, String> positions = new HashMap<>();
        QueuedWrites.in(kafka)
                .forEach(queued -> positions.put(queued.key(), queued.position().toString()));
        replies.forEach((resource, reply) -> {
            if (reply.status() == 202) {
                assertThat(positions)
                        .containsEntry(resource, reply.body().path("position").asString());
            } else if (reply.body().path("accepted").asString().equals("no")) {
                assertThat(positions).doesNotContainKey(resource);
            } else {
                assertThat(reply.body().path("write").asString()).startsWith("/writes/");
            }
        });
    }

    @Test
    void aQueueThatIsTooLongTakesNoMoreUntilItIsShortAgain() throws Exception {
        try (EmbeddedKafka _ = start();
                TestingOrigin origin = new TestingOrigin();
                TestingGateway gateway = new TestingGateway(
                        kafka,
                        origin,
                        "tideline.writes.queue.close-above-records=10",
                        "tideline.writes.queue.reopen-below-records=5",
                        "tideline.writes.queue.every=50ms",
                        "tideline.writes.queue.retry-after=7s");
                TestingGateway other = new TestingGateway(
                        kafka,
                        origin,
                        "tideline.region=us",
                        "tideline.writes.queue.close-above-records=10",
                        "tideline.writes.queue.reopen-below-records=5",
                        "tideline.writes.queue.every=50ms");
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            gateway.untilOpen();
            other.untilOpen();
            Reply refused = gateway.untilNot(202, () -> gateway.put("/api/notes/n", "{}"));

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.type()).isEqualTo("urn:tideline:problem:queue-full");
            assertThat(refused.header("Retry-After")).isEqualTo("7");
            assertThat(refused.body().path("accepted").asString()).isEqualTo("no");
            // Every region sees the same queue.
            other.until(() -> other.bean(QueueWatch.class).gate() instanceof QueueGate.Closed);
            assertThat(other.put("/api/notes/n", "{}").status()).isEqualTo(503);

            List<QueuedWrites.Queued> queued = QueuedWrites.in(kafka);
            long end = queued.getLast().position().offset() + 1;
            TopicPartition partition = new TopicPartition(
                    Topics.WRITES, queued.getLast().position().partition());
            // Not yet short enough.
            commit(admin, partition, end - 6);
            gateway.until(() -> gateway.bean(QueueWatch.class).lagRecords() == 6);
            assertThat(gateway.put("/api/notes/n", "{}").status()).isEqualTo(503);
            commit(admin, partition, end - 4);
            gateway.untilOpen();
            assertThat(gateway.put("/api/notes/n", "{}").status()).isEqualTo(202);
        }
    }

    @Test
    void aQueueThatIsTooOldTakesNoMoreEvenForAGatewayThatHasJustStarted() throws Exception {
        try (EmbeddedKafka _ = start();
                TestingOrigin origin = new TestingOrigin();
                TestingGateway first = new TestingGateway(kafka, origin)) {
            first.untilOpen().put("/api/notes/n", "{}");
            QueuedWrites.Queued queued = QueuedWrites.in(kafka).getFirst();
            Thread.sleep(600);
            try (TestingGateway second = new TestingGateway(
                            kafka,
                            origin,
                            "tideline.writes.queue.close-above-age=500ms",
                            "tideline.writes.queue.reopen-below-age=400ms",
                            "tideline.writes.queue.every=50ms");
                    Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
                second.until(() -> !(second.bean(QueueWatch.class).gate() instanceof QueueGate.Unseen));
                assertThat(second.bean(QueueWatch.class).gate()).isInstanceOf(QueueGate.Closed.class);

                commit(
                        admin,
                        new TopicPartition(Topics.WRITES, queued.position().partition()),
                        1);
                second.untilOpen();
            }
        }
    }

    @Test
    void aQueueThatDoesNotExistIsNotMade() throws Exception {
        try (EmbeddedKafka _ = EmbeddedKafka.start(data, port);
                TestingOrigin origin = new TestingOrigin();
                TestingGateway gateway = new TestingGateway(kafka, origin, "tideline.writes.queue.every=50ms");
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            Thread.sleep(500);
            assertThat(gateway.put("/api/notes/n", "{}").status()).isEqualTo(503);
            assertThat(admin.listTopics().names().get()).doesNotContain(Topics.WRITES);
            createTopics();
            gateway.untilOpen();
            assertThat(gateway.put("/api/notes/n", "{}").status()).isEqualTo(202);
        }
    }

    private EmbeddedKafka start() {
        EmbeddedKafka started = EmbeddedKafka.start(data, port);
        createTopics();
        return started;
    }

    private void createTopics() {
        KafkaTopics.create(kafka, List.of(new NewTopic(Topics.WRITES, PARTITIONS, (short) 1)));
    }

    private static void commit(Admin admin, TopicPartition partition, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(Topics.WRITER_GROUP, Map.of(partition, new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private static Map<String, Reply> putAll(TestingGateway gateway, String prefix, int count) {
        Map<String, Reply> replies = new HashMap<>();
        later(gateway, prefix, count)
                .forEach(
                        reply -> replies.put(reply.join().getKey(), reply.join().getValue()));
        return replies;
    }

    private static List<CompletableFuture<Map.Entry<String, Reply>>> later(
            TestingGateway gateway, String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "notes/" + prefix + i)
                .map(resource -> gateway.sendLater("PUT", "/api/" + resource, "{}", "Content-Type", "application/json")
                        .thenApply(reply -> Map.entry(resource, reply)))
                .toList();
    }
}

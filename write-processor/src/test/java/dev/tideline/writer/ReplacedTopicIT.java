package dev.tideline.writer;

import static dev.tideline.writer.testbed.Testbed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.EmbeddedKafka;
import dev.tideline.events.Topics;
import dev.tideline.events.WritePosition;
import dev.tideline.events.WriteRequested;
import dev.tideline.writer.testbed.Testbed;
import dev.tideline.writer.testbed.Writes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** The topic of the writes is deleted and made again, so that its offsets start over; or Postgres is older than Kafka. */
class ReplacedTopicIT {

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private Testbed testbed;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(folder, 0);
        testbed = new Testbed(kafka.bootstrapServers());
    }

    @AfterEach
    void stop() {
        testbed.close();
        kafka.close();
    }

    /** Fewer writes than the old topic had, and more: a position of the old one lies beyond, or within. */
    @ParameterizedTest
    @ValueSource(ints = {3, 8})
    void replacedWhileTheProcessorIsDownItIsReadFromItsBeginning(int writes) throws Exception {
        String lamp = testbed.resource("products", "lamp");
        ConfigurableApplicationContext processor = testbed.startProcessor("replaced");
        WritePosition last = sendNumbered(lamp, 1, 5);
        await(() -> testbed.resourceRow(lamp), "5 {\"n\": 5} f");
        processor.close();

        replaceTopic();
        sendNumbered(lamp, 6, 5 + writes);
        // As a commit that was late would leave it.
        commit(last.partition(), 5);
        testbed.startProcessor("replaced");

        await(() -> testbed.resourceRow(lamp), (5 + writes) + " {\"n\": " + (5 + writes) + "} f");
        assertThat(testbed.appliedWrites()).isEqualTo(5 + writes);
        await(() -> testbed.changes().versions(lamp).stream().distinct().count(), 5L + writes);
    }

    @Test
    void replacedWhileTheProcessorReadsItIsReadFromItsBeginning() throws Exception {
        String lamp = testbed.resource("products", "lamp");
        testbed.startProcessor("replaced");
        sendNumbered(lamp, 1, 5);
        await(() -> testbed.resourceRow(lamp), "5 {\"n\": 5} f");

        replaceTopic();
        sendNumbered(lamp, 6, 8);

        await(() -> testbed.resourceRow(lamp), "8 {\"n\": 8} f");
        sendNumbered(lamp, 9, 20);
        await(() -> testbed.resourceRow(lamp), "20 {\"n\": 20} f");
        assertThat(testbed.appliedWrites()).isEqualTo(20);
        await(() -> testbed.changes().versions(lamp).stream().distinct().count(), 20L);
    }

    @Test
    void whereKafkasOffsetIsBeyondThePositionInPostgresThePositionIsRight() {
        String lamp = testbed.resource("products", "lamp");
        ConfigurableApplicationContext processor = testbed.startProcessor("restored");
        sendNumbered(lamp, 1, 5);
        await(() -> testbed.resourceRow(lamp), "5 {\"n\": 5} f");
        processor.close();
        // As a database that was restored from before the last three of them.
        testbed.rows("with gone as (delete from writes where version > 2 returning 1) "
                + "update applied_through set next_offset = next_offset - 3 where next_offset > 0 returning 1");
        testbed.rows("delete from writes where version > 2 returning 1");
        testbed.rows("update resources set version = 2, body = '{\"n\": 2}' returning 1");
        testbed.startProcessor("restored");

        await(() -> testbed.resourceRow(lamp), "5 {\"n\": 5} f");
        assertThat(testbed.appliedWrites()).isEqualTo(5);
    }

    private WritePosition sendNumbered(String resource, int from, int to) {
        List<WriteRequested> writes = IntStream.rangeClosed(from, to)
                .mapToObj(n -> Writes.put(resource, "{\"n\":" + n + "}"))
                .toList();
        writes.subList(0, writes.size() - 1).forEach(testbed::send);
        return testbed.send(writes.getLast());
    }

    private void replaceTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteTopics(List.of(Topics.WRITES)).all().get();
            while (true) {
                try {
                    admin.createTopics(List.of(new NewTopic(Topics.WRITES, Topics.DEFAULT_WRITE_PARTITIONS, (short) 1)))
                            .all()
                            .get();
                    return;
                } catch (ExecutionException refused) {
                    // The old one is still there, or the processor has made the new one.
                    if (!(refused.getCause() instanceof TopicExistsException)) {
                        throw refused;
                    }
                    if (admin.listTopics().names().get().contains(Topics.WRITES)) {
                        return;
                    }
                }
            }
        }
    }

    private void commit(int partition, long offset) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            await(
                    () -> {
                        try {
                            admin.alterConsumerGroupOffsets(
                                            Topics.WRITER_GROUP,
                                            Map.of(
                                                    new TopicPartition(Topics.WRITES, partition),
                                                    new OffsetAndMetadata(offset)))
                                    .all()
                                    .get();
                            return true;
                        } catch (ExecutionException membersLeft) {
                            return false;
                        }
                    },
                    true);
        }
    }
}

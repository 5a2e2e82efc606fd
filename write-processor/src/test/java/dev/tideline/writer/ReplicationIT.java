package dev.tideline.writer;

import static dev.tideline.writer.testbed.Testbed.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.Decoded;
import dev.tideline.events.EventCodec;
import dev.tideline.events.ReplicaLogRecord;
import dev.tideline.events.ReplicaState;
import dev.tideline.events.ReplicasThrough;
import dev.tideline.events.Topics;
import dev.tideline.writer.testbed.Testbed;
import dev.tideline.writer.testbed.Writes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The replicas topic, as a gateway reads it, while collections become replicated and cease to be. */
class ReplicationIT {

    /** The last record of each key, as compaction leaves them. */
    private static final class Reader implements AutoCloseable {

        private final EventCodec codec = new EventCodec();
        private final Map<String, ReplicaLogRecord> last = new HashMap<>();
        private final KafkaConsumer<byte[], byte[]> consumer;

        Reader(String kafka) {
            consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            List<TopicPartition> partitions = IntStream.range(0, Topics.DEFAULT_WRITE_PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Topics.REPLICAS, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }

        private void read() {
            for (var record : consumer.poll(Duration.ofMillis(200))) {
                String key = new String(record.key(), UTF_8);
                switch (codec.decode(record.value(), ReplicaLogRecord.class)) {
                    case Decoded.Value<ReplicaLogRecord>(ReplicaState state) -> {
                        assertThat(key).isEqualTo(state.resource().toString());
                        if (last.get(key) instanceof ReplicaState before) {
                            assertThat(state.version()).isGreaterThanOrEqualTo(before.version());
                        }
                        last.put(key, state);
                    }
                    case Decoded.Value<ReplicaLogRecord>(ReplicasThrough through) -> {
                        assertThat(key).isEqualTo(ReplicasThrough.KEY);
                        assertThat(through.partition()).isEqualTo(record.partition());
                        last.put(key + record.partition(), through);
                    }
                    case Decoded.Unreadable<ReplicaLogRecord>(var reason) -> throw new AssertionError(reason);
                }
            }
        }

        String state(String resource) {
            read();
            return last.get(resource) instanceof ReplicaState state ? state.version() + " " + state.body() : "none";
        }

        /** What each partition's last marker names; one member where all agree. */
        Set<Set<String>> named() {
            read();
            return IntStream.range(0, Topics.DEFAULT_WRITE_PARTITIONS)
                    .mapToObj(partition -> last.get(ReplicasThrough.KEY + partition))
                    .map(marker -> marker instanceof ReplicasThrough through ? through.collections() : Set.of("none"))
                    .collect(Collectors.toSet());
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    @Test
    void theTopicHasTheCurrentStateOfWhatIsReplicatedNow() {
        try (Testbed testbed = new Testbed()) {
            String note = testbed.resource("notes", "early");
            String other = testbed.resource("notes", "late");
            String product = testbed.resource("products", "cached");
            ConfigurableApplicationContext processor = testbed.startProcessor("replication-1");
            testbed.send(Writes.put(note, "{\"n\": 1}"));
            await(() -> testbed.resourceRow(note), "1 {\"n\": 1} f");
            processor.close();

            testbed.place("notes: {tier: replicated}\nproducts: {tier: cache}");
            processor = testbed.startProcessor("replication-1");
            try (Reader reader = new Reader(testbed.kafka())) {
                // What was there before the tier changed is sent without a write.
                await(() -> reader.state(note), "1 {\"n\": 1}");
                await(reader::named, Set.of(Set.of("notes")));

                testbed.send(Writes.put(note, "{\"n\": 2}"));
                testbed.send(Writes.put(other, "{\"n\": 1}"));
                testbed.send(Writes.put(product, "{}"));
                await(() -> reader.state(note), "2 {\"n\": 2}");
                await(() -> reader.state(other), "1 {\"n\": 1}");
                testbed.send(Writes.delete(note));
                await(() -> reader.state(note), "3 null");
                await(() -> testbed.resourceRow(product), "1 {} f");
                assertThat(reader.state(product)).isEqualTo("none");
                processor.close();

                testbed.place("notes: {tier: cache}\nproducts: {tier: cache}");
                processor = testbed.startProcessor("replication-1");
                await(reader::named, Set.of(Set.of()));
                processor.close();
            }
        }
    }
}

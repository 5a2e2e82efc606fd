package dev.tideline.writer.testbed;

import dev.tideline.events.AppliedThrough;
import dev.tideline.events.ChangeLogRecord;
import dev.tideline.events.Decoded;
import dev.tideline.events.EventCodec;
import dev.tideline.events.ResourceChanged;
import dev.tideline.events.SubjectErased;
import dev.tideline.events.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All of the changes topic from a moment on, in the order of each partition. */
public final class ChangeReader implements AutoCloseable {

    private final EventCodec codec = new EventCodec();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ChangeLogRecord> seen = new ArrayList<>();

    ChangeReader(String kafka) {
        consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        // Not asked of Kafka, which may not have heard yet of a topic that was made a moment ago.
        List<TopicPartition> partitions = IntStream.range(0, Topics.DEFAULT_WRITE_PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topics.CHANGES, partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    private void read() {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
            switch (codec.decode(record.value(), ChangeLogRecord.class)) {
                case Decoded.Value<ChangeLogRecord>(var change) -> seen.add(change);
                case Decoded.Unreadable<ChangeLogRecord>(var reason) -> throw new AssertionError(reason);
            }
        }
    }

    /** Everything up to now. */
    public List<ChangeLogRecord> all() {
        read();
        return List.copyOf(seen);
    }

    public List<ResourceChanged> of(String resource) {
        return all().stream()
                .filter(ResourceChanged.class::isInstance)
                .map(ResourceChanged.class::cast)
                .filter(change -> change.resource().toString().equals(resource))
                .toList();
    }

    /** The versions announced of a resource, repetitions included. */
    public List<Long> versions(String resource) {
        return of(resource).stream().map(ResourceChanged::version).toList();
    }

    public boolean has(UUID writeId) {
        return all().stream()
                .anyMatch(change -> change instanceof ResourceChanged changed
                        && changed.writeId().equals(writeId));
    }

    /** What was said of an erasure, repetitions included. */
    public List<SubjectErased> erasures(UUID erasureId) {
        return all().stream()
                .filter(SubjectErased.class::isInstance)
                .map(SubjectErased.class::cast)
                .filter(erased -> erased.erasureId().equals(erasureId))
                .toList();
    }

    /** How often a partition said how far it is, and what it said last. */
    public List<AppliedThrough> markers(int partition) {
        return all().stream()
                .filter(AppliedThrough.class::isInstance)
                .map(AppliedThrough.class::cast)
                .filter(marker -> marker.partition() == partition)
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}

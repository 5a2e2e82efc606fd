package dev.tideline.gateway.write;

import dev.tideline.events.Decoded;
import dev.tideline.events.EventCodec;
import dev.tideline.events.Topics;
import dev.tideline.events.WritePosition;
import dev.tideline.events.WriteRequested;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything that is in the queue, read from its beginning to where it ends now. */
final class QueuedWrites {

    record Queued(WritePosition position, String key, WriteRequested write) {}

    private QueuedWrites() {}

    /** The records of one resource, as they are. */
    static List<byte[]> bytes(String kafka, String resource) {
        List<byte[]> found = new ArrayList<>();
        read(kafka, entry -> {
            if (new String(entry.key(), StandardCharsets.UTF_8).equals(resource)) {
                found.add(entry.value());
            }
        });
        return found;
    }

    static List<Queued> in(String kafka) {
        List<Queued> found = new ArrayList<>();
        read(kafka, entry -> {
            if (new EventCodec().decode(entry.value(), WriteRequested.class)
                    instanceof Decoded.Value<WriteRequested>(WriteRequested write)) {
                WritePosition position = new WritePosition(entry.partition(), entry.offset());
                found.add(new Queued(position, new String(entry.key(), StandardCharsets.UTF_8), write));
            }
        });
        return found;
    }

    private static void read(String kafka, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<String, Object> properties = Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.WRITES).stream()
                    .map(partition -> new TopicPartition(Topics.WRITES, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(each);
            }
        }
    }

    static List<Queued> of(String kafka, String resource) {
        return in(kafka).stream()
                .filter(queued -> queued.write().resource().toString().equals(resource))
                .toList();
    }
}

package dev.tideline.writer.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The dead letters' topic from a moment on. */
public final class DeadLetterReader implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();

    public DeadLetterReader(String kafka) {
        consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        // Not asked of Kafka, which may not have heard yet of a topic that was made a moment ago.
        List<TopicPartition> partitions = IntStream.range(0, Topics.DEFAULT_WRITE_PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topics.DEAD_LETTERS, partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** The headers of a resource's letters. */
    public List<Map<String, String>> of(ResourceKey resource) {
        consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
        List<Map<String, String>> letters = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : seen) {
            if (resource.toString().equals(new String(record.key(), UTF_8))) {
                Map<String, String> headers = new TreeMap<>();
                record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
                letters.add(headers);
            }
        }
        return letters;
    }

    @Override
    public void close() {
        consumer.close();
    }
}

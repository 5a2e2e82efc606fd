package dev.tideline.invalidation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.backends.TestBackends;
import dev.tideline.events.Decoded;
import dev.tideline.events.Event;
import dev.tideline.events.EventCodec;
import dev.tideline.events.PurgeLogRecord;
import dev.tideline.events.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The other services' end of the topics. */
public final class TestingKafka implements AutoCloseable {

    public static final int PARTITIONS = 4;

    private final EventCodec codec = new EventCodec();
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> purges;
    private final List<PurgeLogRecord> seen = new ArrayList<>();

    private TestingKafka(String bootstrap) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        purges = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        TopicPartition log = new TopicPartition(Topics.PURGES, 0);
        purges.assign(List.of(log));
        purges.seekToEnd(List.of(log));
        purges.position(log);
    }

    /** Makes the topics too; reads the purge log from its present end on. */
    public static TestingKafka open() {
        createTopics();
        return new TestingKafka(TestBackends.kafka().bootstrapServers());
    }

    public static void createTopics() {
        TestBackends.createTopics(Map.of(Topics.CHANGES, PARTITIONS, Topics.PURGES, 1, Topics.GATEWAY_STATUS, 1));
    }

    public void send(String topic, int partition, String key, Event event) {
        sendBytes(topic, partition, key, codec.encode(event));
    }

    public void sendBytes(String topic, int partition, String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), value))
                    .get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Everything appended to the purge log since this was opened. */
    public List<PurgeLogRecord> purgeLog() {
        for (ConsumerRecord<byte[], byte[]> one : purges.poll(Duration.ofMillis(20))) {
            if (codec.decode(one.value(), PurgeLogRecord.class) instanceof Decoded.Value<PurgeLogRecord>(var entry)) {
                seen.add(entry);
            }
        }
        return List.copyOf(seen);
    }

    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited 60 s");
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        purges.close();
    }
}

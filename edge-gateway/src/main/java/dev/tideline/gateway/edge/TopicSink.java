package dev.tideline.gateway.edge;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends events to a Kafka topic, one record each, without keys. */
final class TopicSink implements EdgeEventSink {

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;

    TopicSink(String topic, Map<String, Object> kafka, Duration timeout) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(settings(kafka, (int) timeout.toMillis()));
    }

    /** An event is worth little: it is sent once, and few wait for a Kafka that is away. */
    private static Map<String, Object> settings(Map<String, Object> kafka, int timeoutMs) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "1");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeoutMs);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeoutMs);
        return settings;
    }

    @Override
    public void send(List<byte[]> lines) throws ExecutionException, InterruptedException {
        Future<?> last = null;
        for (byte[] line : lines) {
            last = producer.send(new ProducerRecord<>(topic, line));
            if (last.isDone()) {
                last.get(); // refused: each of the others would wait as long as this one did
            }
        }
        if (last != null) {
            last.get();
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}

package dev.tideline.invalidation.feed;

import dev.tideline.events.EventCodec;
import dev.tideline.events.PurgeLogRecord;
import dev.tideline.events.Topics;
import dev.tideline.traces.TraceHeader;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Appends to the purge log: to all in-sync replicas, in the order of the calls, without gaps or repetition of its own. */
public final class PurgeWriter implements AutoCloseable {

    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final EventCodec codec = new EventCodec();
    private final Producer<byte[], byte[]> producer;

    /** @param kafka client settings with {@code bootstrap.servers} */
    public PurgeWriter(Map<String, Object> kafka) {
        this.producer = new KafkaProducer<>(settings(kafka));
    }

    static Map<String, Object> settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 6_000);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return settings;
    }

    /** How many bytes a record takes. */
    public int size(PurgeLogRecord entry) {
        return codec.encode(entry).length;
    }

    /**
     * Appends a record.
     *
     * @param traces that it is a step of
     * @return completes with its offset when Kafka has it, or exceptionally within about 6 s. Then it may be in the log
     *     or not: sending it again is harmless
     */
    public CompletableFuture<Long> append(PurgeLogRecord entry, List<SpanContext> traces) {
        CompletableFuture<Long> appended = new CompletableFuture<>();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topics.PURGES, 0, null, codec.encode(entry));
        traces.forEach(trace -> record.headers().add(TraceHeader.NAME, TraceHeader.bytes(trace)));
        try {
            var unused = producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    appended.complete(metadata.offset());
                } else {
                    appended.completeExceptionally(failure);
                }
            });
        } catch (KafkaException | IllegalStateException refused) {
            appended.completeExceptionally(refused);
        }
        return appended;
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}

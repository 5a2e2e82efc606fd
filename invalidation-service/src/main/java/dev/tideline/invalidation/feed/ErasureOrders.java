package dev.tideline.invalidation.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.events.ErasureRequested;
import dev.tideline.events.EventCodec;
import dev.tideline.events.Topics;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Puts orders to erase a data subject into the write queue, where write-processor finds them like any other write. */
public final class ErasureOrders implements AutoCloseable {

    private final EventCodec codec = new EventCodec();
    private final Producer<byte[], byte[]> producer;

    /** @param kafka client settings with {@code bootstrap.servers} */
    public ErasureOrders(Map<String, Object> kafka) {
        this.producer = new KafkaProducer<>(PurgeWriter.settings(kafka));
    }

    /**
     * Appends an order.
     *
     * @return completes when all replicas that must have it have it, or exceptionally within about 6 s. Then it may be in the
     *     queue or not: sending it again is harmless
     */
    public CompletableFuture<Void> append(ErasureRequested order) {
        CompletableFuture<Void> appended = new CompletableFuture<>();
        try {
            byte[] key = order.subject().getBytes(UTF_8);
            var unused = producer.send(
                    new ProducerRecord<>(Topics.WRITES, key, codec.encode(order)), (metadata, failure) -> {
                        if (failure == null) {
                            appended.complete(null);
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
        producer.close(PurgeWriter.CLOSE_TIMEOUT);
    }
}

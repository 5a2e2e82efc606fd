package dev.tideline.invalidation.feed;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Batches whose purges are on their way to the log, in the order they were read: what was read later is not settled
 * before what was read earlier, for its statements may speak of both. Not thread-safe.
 */
final class UnderWay {

    /** More than this wait for the first, so that a Kafka that does not answer is noticed. */
    static final int MOST = 16;

    private final ArrayDeque<Sent> batches = new ArrayDeque<>();

    /**
     * One batch.
     *
     * @param scopes in its purges
     * @param appended completes when Kafka has all of them
     * @param from the first offset of each partition
     * @param next where each partition goes on behind it
     */
    record Sent(
            ChangeBatch batch,
            int scopes,
            CompletableFuture<Void> appended,
            Map<TopicPartition, Long> from,
            Map<TopicPartition, OffsetAndMetadata> next) {

        static Sent of(
                ConsumerRecords<byte[], byte[]> records, ChangeBatch batch, int scopes, CompletableFuture<?>[] purges) {
            Map<TopicPartition, Long> from = new HashMap<>();
            records.partitions()
                    .forEach(partition -> from.put(
                            partition, records.records(partition).getFirst().offset()));
            return new Sent(batch, scopes, CompletableFuture.allOf(purges), from, records.nextOffsets());
        }
    }

    void add(Sent sent) {
        batches.add(sent);
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** Whether the first can be settled now, or has to be waited for. */
    boolean isDue() {
        return !batches.isEmpty()
                && (batches.size() > MOST || batches.getFirst().appended().isDone());
    }

    Sent first() {
        return batches.getFirst();
    }

    void settleFirst() {
        batches.removeFirst();
    }

    /** Forgets all of them. Where to read again, so that each is sent once more. */
    Map<TopicPartition, Long> abandon() {
        Map<TopicPartition, Long> from = new HashMap<>();
        batches.forEach(batch -> batch.from().forEach(from::putIfAbsent));
        batches.clear();
        return from;
    }
}

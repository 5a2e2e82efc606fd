package dev.tideline.writer.intake;

import dev.tideline.writer.store.Batch;
import dev.tideline.writer.store.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * From Kafka's records to batches, as long as offsets rise. Those of a topic that was deleted and made again start over: they
 * would be taken for old ones, and its writes for known ones. For one thread.
 */
final class BatchReader {

    private final int partition;
    private final String logId;
    private final Supplier<String> logIdNow;
    private final RecordReader reader = new RecordReader();
    private long least;

    /**
     * @param begin the least offset that can come
     * @param logIdNow asks for the topic's id
     */
    BatchReader(int partition, String logId, long begin, Supplier<String> logIdNow) {
        this.partition = partition;
        this.logId = logId;
        this.least = begin;
        this.logIdNow = logIdNow;
    }

    String logId() {
        return logId;
    }

    /**
     * Reads at least one record.
     *
     * @throws LogReplacedException if the topic is another one now
     * @throws IllegalStateException if it is the same and lost records that were applied
     */
    Batch read(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Entry> entries = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            requireRising(record.offset());
            entries.add(reader.read(record));
            least = record.offset() + 1;
        }
        return new Batch(partition, logId, entries);
    }

    private void requireRising(long offset) {
        if (offset < least) {
            if (!logIdNow.get().equals(logId)) {
                throw new LogReplacedException();
            }
            throw new IllegalStateException("the log went back from offset " + least + " to " + offset);
        }
    }
}

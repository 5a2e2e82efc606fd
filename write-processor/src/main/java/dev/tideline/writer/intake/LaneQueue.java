package dev.tideline.writer.intake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records of one partition that are fetched and not taken. The consumer is paused for the partition while the queue is
 * full, so it holds at most two batches and what one poll brings.
 */
final class LaneQueue {

    private final int maxRecords;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    /** The bounds are those of one batch. */
    LaneQueue(int maxRecords, long maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    void add(List<ConsumerRecord<byte[], byte[]>> fetched) {
        lock.lock();
        try {
            records.addAll(fetched);
            fetched.forEach(record -> bytes += size(record));
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends any waiting; what is left is not applied, and will be fetched again. */
    void close() {
        lock.lock();
        try {
            closed = true;
            records.clear();
            bytes = 0;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isFull() {
        lock.lock();
        try {
            return records.size() >= 2 * maxRecords || bytes >= 2 * maxBytes;
        } finally {
            lock.unlock();
        }
    }

    boolean hasRoom() {
        lock.lock();
        try {
            return records.size() <= maxRecords && bytes <= maxBytes;
        } finally {
            lock.unlock();
        }
    }

    /** At most one batch, and at least one record unless the time is over or the queue closed. */
    List<ConsumerRecord<byte[], byte[]>> take(long millis) throws InterruptedException {
        lock.lock();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
            while (records.isEmpty() && !closed && nanos > 0) {
                nanos = arrived.awaitNanos(nanos);
            }
            return drain();
        } finally {
            lock.unlock();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> drain() {
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        long taken = 0;
        while (!records.isEmpty() && batch.size() < maxRecords && (batch.isEmpty() || taken < maxBytes)) {
            ConsumerRecord<byte[], byte[]> record = records.removeFirst();
            taken += size(record);
            batch.add(record);
        }
        bytes -= taken;
        return batch;
    }

    private static int size(ConsumerRecord<?, ?> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}

package dev.tideline.writer.bench;

import dev.tideline.writer.watch.BatchCounts;
import dev.tideline.writer.watch.WriteListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** Counts what the processor has applied, and when it began. */
@Component
class Progress implements WriteListener {

    private final AtomicLong applied = new AtomicLong();
    private final AtomicLong announced = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong batchNanos = new AtomicLong();
    private volatile long beganAt;

    @Override
    public void aboutToCommit(int partition) {
        if (beganAt == 0) {
            beganAt = System.nanoTime();
        }
    }

    @Override
    public void committed(int partition, BatchCounts counts, Duration took) {
        applied.addAndGet(counts.applied());
        batches.incrementAndGet();
        batchNanos.addAndGet(took.toNanos());
    }

    @Override
    public void announced(int partition, int changes) {
        announced.addAndGet(changes);
    }

    long announcedSoFar() {
        return announced.get();
    }

    String batchLine() {
        return "%d batches of %d on average, %.1f ms each"
                .formatted(batches.get(), applied.get() / Math.max(1, batches.get()), batchNanos.get() / 1e6 / Math.max(1, batches.get()));
    }
}

package dev.tideline.gateway.purge;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Delays from many threads, to a tenth of a millisecond, up to 30 s. */
final class Delays {

    private static final long STEP_NANOS = 100_000;
    private static final int STEPS = 300_000;

    private final AtomicLongArray counts = new AtomicLongArray(STEPS + 1);
    private final LongAdder all = new LongAdder();

    void add(Duration delay) {
        long step = Math.clamp(delay.toNanos() / STEP_NANOS, 0, STEPS);
        counts.incrementAndGet((int) step);
        all.increment();
    }

    long count() {
        return all.sum();
    }

    /** In milliseconds, rounded up to the step. */
    double quantile(double share) {
        long wanted = Math.max(1, (long) Math.ceil(count() * share));
        long seen = 0;
        for (int step = 0; step <= STEPS; step++) {
            seen += counts.get(step);
            if (seen >= wanted) {
                return (step + 1) * STEP_NANOS / 1e6;
            }
        }
        return Double.NaN;
    }

    @Override
    public String toString() {
        return String.format("%.1f | %.1f | %.1f", quantile(0.5), quantile(0.99), quantile(1));
    }
}

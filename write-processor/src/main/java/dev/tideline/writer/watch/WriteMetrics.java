package dev.tideline.writer.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts of what became of writes, and how long batches took. */
public final class WriteMetrics implements WriteListener {

    private final MeterRegistry registry;
    private final Timer batches;
    private final Counter changes;
    private final AtomicInteger storeReachable;
    private final Set<Integer> halted = ConcurrentHashMap.newKeySet();
    private final Set<Integer> held = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Long> parked = new ConcurrentHashMap<>();

    public WriteMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.batches = Timer.builder("tideline.writer.batch")
                .description("One transaction of a batch")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        this.changes = Counter.builder("tideline.writer.changes")
                .description("Changes announced, repetitions included")
                .register(registry);
        this.storeReachable = registry.gauge("tideline.writer.store.reachable", new AtomicInteger(1));
        registry.gaugeCollectionSize("tideline.writer.halted.partitions", List.of(), halted);
        registry.gaugeCollectionSize("tideline.writer.held.partitions", List.of(), held);
        registry.gauge("tideline.writer.parked.writes", parked, WriteMetrics::sum);
        // Of a counter that begins with its first event nobody sees the increase.
        for (String cause : List.of("unreadable", "undecidable", "unknown-collection")) {
            registry.counter("tideline.writer.failures", "cause", cause);
            registry.counter("tideline.writer.dead.letters", "cause", cause);
        }
    }

    @Override
    public void committed(int partition, BatchCounts counts, Duration took) {
        batches.record(took);
        halted.remove(partition);
        count("applied", counts.applied());
        count("conflict", counts.conflicts());
        count("rejected", counts.rejected());
        count("duplicate", counts.duplicates());
        count("mismatched", counts.mismatched());
        count("replayed", counts.replayed());
        count("parked", counts.parked());
    }

    private void count(String outcome, int writes) {
        if (writes > 0) {
            registry.counter("tideline.writer.writes", "outcome", outcome).increment(writes);
        }
    }

    @Override
    public void announced(int partition, int announced) {
        changes.increment(announced);
    }

    @Override
    public void recordFailed(int partition, long offset, String cause, int tries) {
        registry.counter("tideline.writer.failures", "cause", cause).increment();
    }

    private static double sum(Map<Integer, Long> writes) {
        return writes.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void parkedNow(int partition, long writes, boolean full) {
        parked.put(partition, writes);
        if (full) {
            held.add(partition);
        } else {
            held.remove(partition);
        }
    }

    @Override
    public void deadLettered(int partition, long offset, String cause) {
        registry.counter("tideline.writer.dead.letters", "cause", cause).increment();
    }

    @Override
    public void storeReachable(boolean reachable) {
        storeReachable.set(reachable ? 1 : 0);
    }

    @Override
    public void halted(int partition, String why) {
        halted.add(partition);
    }
}

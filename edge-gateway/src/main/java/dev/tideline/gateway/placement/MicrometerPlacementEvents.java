package dev.tideline.gateway.placement;

import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.Placement;
import dev.tideline.placement.ReadRule;
import dev.tideline.placement.RegionRules;
import dev.tideline.placement.WriteRule;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** Counts decisions by collection, which the file names, and by rule, which in one region is always the same. */
final class MicrometerPlacementEvents implements PlacementEvents {

    private final Map<String, Counter> reads = new HashMap<>();
    private final Map<String, Counter> writes = new HashMap<>();
    private final Map<String, Counter> unconfirmed = new HashMap<>();

    /** All begin at zero, or nobody sees their first increase. */
    MicrometerPlacementEvents(MeterRegistry meters, Placement placement, String region) {
        for (CollectionPlacement collection : placement.collections().values()) {
            String name = collection.name();
            String read = name(RegionRules.read(collection, region));
            reads.put(name, meters.counter("tideline.placement.reads", "collection", name, "rule", read));
            if (collection.residency() != null) {
                String write = name(RegionRules.write(collection, region));
                writes.put(name, meters.counter("tideline.placement.writes", "collection", name, "rule", write));
                unconfirmed.put(name, meters.counter("tideline.placement.unconfirmed", "collection", name));
            }
        }
    }

    private static String name(ReadRule rule) {
        return switch (rule) {
            case ReadRule.Cached _ -> "cached";
            case ReadRule.Uncached _ -> "uncached";
            case ReadRule.Copied _ -> "copied";
            case ReadRule.Refused _ -> "refused";
        };
    }

    private static String name(WriteRule rule) {
        return switch (rule) {
            case WriteRule.Accepted _ -> "accepted";
            case WriteRule.Forwarded _ -> "forwarded";
            case WriteRule.Refused _ -> "refused";
        };
    }

    @Override
    public void read(String collection) {
        increment(reads, collection);
    }

    @Override
    public void write(String collection) {
        increment(writes, collection);
    }

    @Override
    public void unconfirmed(String collection) {
        increment(unconfirmed, collection);
    }

    private static void increment(Map<String, Counter> counters, String collection) {
        Counter counter = counters.get(collection);
        if (counter != null) {
            counter.increment();
        }
    }
}

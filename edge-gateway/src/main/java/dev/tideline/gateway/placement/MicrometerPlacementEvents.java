package dev.tideline.gateway.placement;

import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.Placement;
import dev.tideline.placement.ReadRule;
import dev.tideline.placement.RegionRules;
import dev.tideline.placement.Residency;
import dev.tideline.placement.WriteRule;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts decisions by collection, which the file names, and by rule, of which a collection has a few. */
final class MicrometerPlacementEvents implements PlacementEvents {

    private final Map<Decided, Counter> reads = new HashMap<>();
    private final Map<Decided, Counter> writes = new HashMap<>();
    private final Map<String, Counter> unconfirmed = new HashMap<>();

    private record Decided(String collection, String rule) {}

    /** All begin at zero, or nobody sees their first increase. */
    MicrometerPlacementEvents(MeterRegistry meters, Placement placement, String region) {
        for (CollectionPlacement collection : placement.collections().values()) {
            String name = collection.name();
            for (String rule : readRules(collection, region)) {
                reads.put(
                        new Decided(name, rule),
                        meters.counter("tideline.placement.reads", "collection", name, "rule", rule));
            }
            for (String rule : writeRules(collection, region)) {
                writes.put(
                        new Decided(name, rule),
                        meters.counter("tideline.placement.writes", "collection", name, "rule", rule));
            }
            if (collection.residency() != null) {
                unconfirmed.put(name, meters.counter("tideline.placement.unconfirmed", "collection", name));
            }
        }
    }

    private static Set<String> readRules(CollectionPlacement collection, String region) {
        Set<String> rules = new TreeSet<>();
        RegionRules.reads(collection, region).forEach(rule -> rules.add(name(rule)));
        if (collection.residency() instanceof Residency.HomePerRecord) {
            rules.add(name(new ReadRule.NoHome("")));
        }
        return rules;
    }

    private static Set<String> writeRules(CollectionPlacement collection, String region) {
        Set<String> rules = new TreeSet<>();
        Residency residency = collection.residency();
        if (residency != null) {
            residency.homes().forEach(rule -> rules.add(name(RegionRules.write(rule, region))));
        }
        if (residency instanceof Residency.HomePerRecord each) {
            rules.add(name(new WriteRule.ByDocument(each.field(), "")));
            rules.add(name(new WriteRule.NoHome("")));
        }
        return rules;
    }

    private static String name(ReadRule rule) {
        return switch (rule) {
            case ReadRule.Cached _ -> "cached";
            case ReadRule.Uncached _ -> "uncached";
            case ReadRule.Copied _ -> "copied";
            case ReadRule.Refused _ -> "refused";
            case ReadRule.NoHome _ -> "no-home";
        };
    }

    private static String name(WriteRule rule) {
        return switch (rule) {
            case WriteRule.Accepted _ -> "accepted";
            case WriteRule.Forwarded _ -> "forwarded";
            case WriteRule.Refused _ -> "refused";
            case WriteRule.ByDocument _ -> "by-document";
            case WriteRule.NoHome _ -> "no-home";
        };
    }

    @Override
    public void read(String collection, ReadRule rule) {
        increment(reads.get(new Decided(collection, name(rule))));
    }

    @Override
    public void write(String collection, WriteRule rule) {
        increment(writes.get(new Decided(collection, name(rule))));
    }

    @Override
    public void unconfirmed(String collection) {
        increment(unconfirmed.get(collection));
    }

    private static void increment(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }
}

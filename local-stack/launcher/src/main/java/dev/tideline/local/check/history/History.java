package dev.tideline.local.check.history;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * All facts of one run, ordered by their time.
 *
 * @param regions the region of each gateway instance
 */
public record History(Map<String, String> regions, List<Fact> facts) {

    public History {
        regions = Map.copyOf(regions);
        facts = facts.stream().sorted(Comparator.comparingLong(Fact::at)).toList();
    }

    /** The facts of one kind, ordered by their time. */
    public <F extends Fact> List<F> all(Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /**
     * The region an instance serves.
     *
     * @throws IllegalArgumentException if no such instance was part of the run
     */
    public String regionOf(String instance) {
        String region = regions.get(instance);
        if (region == null) {
            throw new IllegalArgumentException("unknown instance: " + instance);
        }
        return region;
    }
}

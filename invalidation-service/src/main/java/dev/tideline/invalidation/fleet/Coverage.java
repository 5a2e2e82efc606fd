package dev.tideline.invalidation.fleet;

import dev.tideline.events.Heartbeat;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * As of when each place of the purge log covers all writes: what a gateway knows that has applied it so far. Of the places
 * that are kept the oldest go first. Safe for use by many threads.
 */
final class Coverage {

    private static final int MOST = 2_400;

    private final NavigableMap<Long, Instant> covered = new TreeMap<>();
    private final Map<Integer, Instant> partitions = new HashMap<>();
    private String writes = "";

    /** Each sender speaks for its own partitions, so the latest word on each counts. */
    synchronized void read(Heartbeat beat, long offset) {
        if (!beat.log().equals(writes)) {
            writes = beat.log();
            partitions.clear();
        }
        beat.watermarks()
                .forEach((partition, mark) ->
                        partitions.merge(partition, mark.asOf(), (one, other) -> one.isAfter(other) ? one : other));
        if (partitions.size() >= beat.partitions() && !partitions.isEmpty()) {
            covered.put(offset, Collections.min(partitions.values()));
            if (covered.size() > MOST) {
                covered.pollFirstEntry();
            }
        }
    }

    /** Empty where it is not known: before the first full word, or too long ago. */
    synchronized Optional<Instant> at(long offset) {
        return Optional.ofNullable(covered.floorEntry(offset)).map(Map.Entry::getValue);
    }

    /** The log is another one. */
    synchronized void forget() {
        covered.clear();
        partitions.clear();
    }
}

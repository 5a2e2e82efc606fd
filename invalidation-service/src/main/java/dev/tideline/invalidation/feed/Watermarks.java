package dev.tideline.invalidation.feed;

import dev.tideline.events.AppliedThrough;
import dev.tideline.events.Heartbeat;
import dev.tideline.events.Heartbeat.Watermark;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this instance may say in a heartbeat. A watermark enters when every purge of what it covers is in the log, and
 * stays true for ever; it leaves when the partition goes to another instance, which then speaks for it. Not thread-safe.
 */
final class Watermarks {

    private final Map<Integer, Watermark> held = new HashMap<>();
    private String log = "";

    /**
     * The purges of all changes before this statement, in its partition, are in the log.
     *
     * @return whether it covers more writes than before, and so somebody may be waiting for it
     */
    boolean covered(AppliedThrough statement) {
        if (!statement.log().equals(log)) {
            // The topic was recreated: its offsets start again.
            held.clear();
            log = statement.log();
        }
        Watermark before = held.get(statement.partition());
        long next = before == null ? statement.nextOffset() : Math.max(before.nextOffset(), statement.nextOffset());
        Instant asOf = before == null || statement.asOf().isAfter(before.asOf()) ? statement.asOf() : before.asOf();
        held.put(statement.partition(), new Watermark(next, asOf));
        return before == null || next > before.nextOffset();
    }

    void forget(Collection<Integer> partitions) {
        held.keySet().removeAll(partitions);
    }

    /** Empty while there is nothing to vouch for. */
    Optional<Heartbeat> heartbeat(Instant now, int partitions) {
        return held.isEmpty() ? Optional.empty() : Optional.of(new Heartbeat(now, log, partitions, held));
    }
}

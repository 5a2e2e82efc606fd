package dev.tideline.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Set;

/**
 * A statement about one partition of {@link Topics#REPLICAS}: of each of these collections, all that was committed before
 * {@code asOf} and belongs to the partition, and what every write below {@code nextOffset} did, stands before this record. A collection that is not named any more is not
 * replicated any more, whatever the topic still has of it.
 *
 * @param nextOffset in the same partition of {@link Topics#WRITES}
 * @param asOf the processor's clock
 */
public record ReplicasThrough(int partition, long nextOffset, Instant asOf, Set<String> collections)
        implements ReplicaLogRecord {

    /** The key of these records in each partition, so that compaction leaves the last; no resource has it. */
    public static final String KEY = "replicas-through";

    /** @throws IllegalArgumentException if a number is negative */
    public ReplicasThrough {
        requireNonNull(asOf, "asOf");
        collections = Set.copyOf(collections);
        if (partition < 0 || nextOffset < 0) {
            throw new IllegalArgumentException("not a position: " + partition + ':' + nextOffset);
        }
    }
}

package dev.tideline.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A statement about one partition of {@link Topics#WRITES}, written to the same partition of {@link Topics#CHANGES} after
 * each batch and, while idle, twice a second: every write below {@code nextOffset}, and every commit of this partition
 * made before {@code asOf}, has its {@link ResourceChanged} before this record. Without the idle ones a reader could
 * not tell "no writes" from "no processor".
 *
 * @param log the identity of {@link Topics#WRITES}, that is Kafka's topic id: in another one the same offsets are other
 *     writes
 * @param asOf the processor's clock
 */
public record AppliedThrough(int partition, String log, long nextOffset, Instant asOf) implements ChangeLogRecord {

    /** @throws IllegalArgumentException if a number is negative */
    public AppliedThrough {
        requireNonNull(log, "log");
        requireNonNull(asOf, "asOf");
        if (partition < 0 || nextOffset < 0) {
            throw new IllegalArgumentException("not a position: " + partition + ':' + nextOffset);
        }
    }
}

package dev.tideline.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/**
 * What the log covers at this point: for each partition of {@link Topics#WRITES} that the sender follows, the purges of
 * all its writes below the watermark stand before this record. Readers keep the highest watermark of each partition, so
 * several senders may each speak for their own partitions; nothing may be concluded while a partition is missing.
 *
 * @param at the sender's clock
 * @param log the identity of {@link Topics#WRITES} in which the watermarks count; those of another one say nothing of it
 * @param partitions how many partitions {@link Topics#WRITES} has
 */
public record Heartbeat(Instant at, String log, int partitions, Map<Integer, Watermark> watermarks)
        implements PurgeLogRecord {

    /** As {@link AppliedThrough}, which it repeats once its purges are in the log. */
    public record Watermark(long nextOffset, Instant asOf) {
        public Watermark {
            requireNonNull(asOf, "asOf");
            if (nextOffset < 0) {
                throw new IllegalArgumentException("offset must not be negative: " + nextOffset);
            }
        }
    }

    public Heartbeat {
        requireNonNull(at, "at");
        requireNonNull(log, "log");
        watermarks = Map.copyOf(watermarks);
    }
}

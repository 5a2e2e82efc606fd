package dev.tideline.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What one gateway instance says of itself, at least once a second and soon after each purge.
 *
 * @param logId Kafka's id of the purge topic that {@code appliedOffset} counts in
 * @param appliedOffset of the last record of the purge log applied; -1 before the first
 * @param ready whether it has replayed the log and answers requests
 * @param receipts of the operators' and changes' purges applied since the last status; bounded, so a reader also trusts
 *     {@code appliedOffset}
 */
public record GatewayStatus(
        String instance,
        String region,
        String colo,
        Instant at,
        String logId,
        long appliedOffset,
        boolean ready,
        List<Receipt> receipts,
        CacheStats cache)
        implements Event {

    /**
     * One purge was applied.
     *
     * @param lagMs milliseconds from the change's commit, or else the purge's issue, to its application, between two
     *     machines' clocks; never negative
     */
    public record Receipt(UUID purgeId, long offset, long lagMs) {
        public Receipt {
            requireNonNull(purgeId, "purgeId");
        }
    }

    /** Counts since the instance started; {@code entries} and {@code bytes} are of its first tier now. */
    public record CacheStats(long entries, long bytes, long hits, long misses) {}

    public GatewayStatus {
        requireNonNull(instance, "instance");
        requireNonNull(region, "region");
        requireNonNull(colo, "colo");
        requireNonNull(at, "at");
        requireNonNull(logId, "logId");
        requireNonNull(cache, "cache");
        receipts = List.copyOf(receipts);
    }
}

package dev.tideline.invalidation.fleet;

import dev.tideline.events.GatewayStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One gateway instance as last heard.
 *
 * @param heardAt this service's clock
 * @param lastLagMs of its latest receipt; null before the first
 */
public record Member(
        GatewayStatus status,
        Instant heardAt,
        Presence presence,
        @Nullable Long lastLagMs) {

    /** Whether to reckon with it. */
    public enum Presence {
        /** It answers requests, or is about to. */
        LIVE,
        /** It said goodbye, or has been silent too long. It replays the log before it answers again. */
        GONE
    }

    public String instance() {
        return status.instance();
    }

    public boolean isLive() {
        return presence == Presence.LIVE;
    }

    /** Whether it has applied the record at this offset of this log. */
    public boolean hasApplied(String log, long offset) {
        return status.logId().equals(log) && status.appliedOffset() >= offset;
    }
}

package dev.tideline.gateway.purge;

import dev.tideline.placement.CacheRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How old an answer's data can be at most, and what to do when that is too much. Pure. */
public final class Staleness {

    /** What a placement's rule makes of an entry. */
    public enum Decision {
        SERVE,
        /** Serve it, and say that it may be stale. */
        WARN,
        /** Ask the origin first. */
        REVALIDATE,
        /** Answer 503. */
        FAIL
    }

    /** The field that tells the bound in milliseconds. */
    public static final String BOUND = "X-Data-Staleness-Bound-Ms";

    /** The field that warns of a bound past the limit. */
    public static final String WARNING = "X-Data-Staleness-Warning";

    private Staleness() {}

    /**
     * The bound for an entry that passed its check: {@code X-Data-Staleness-Bound-Ms}. It was current when the origin was
     * asked, and it is current as of what the log covered before the check; the later counts.
     *
     * @param fetchedAt when the origin request was sent, or the last that revalidated it; this gateway's clock if it is
     *     an entry of its own, a neighbour's otherwise
     * @param covered from {@link Coverage#currentAsOf()}, taken before the check, less how far the clocks of two machines
     *     may be apart. Empty also for an entry that a soft purge has reached
     * @return never negative
     */
    public static Duration bound(Instant now, Instant fetchedAt, Optional<Instant> covered) {
        Instant current = covered.filter(fetchedAt::isBefore).orElse(fetchedAt);
        return current.isAfter(now) ? Duration.ZERO : Duration.between(current, now);
    }

    /** A bound in milliseconds, as it is sent: rounded up, for it is a promise. */
    public static long millis(Duration bound) {
        return bound.plusNanos(999_999).toMillis();
    }

    /** What {@code X-Data-Staleness-Warning} says where a bound is past the limit. */
    public static String warning(CacheRule rule) {
        return "limit-ms=" + rule.stalenessLimit().toMillis();
    }

    /** What to do with an entry of this bound. */
    public static Decision decide(Duration bound, CacheRule rule) {
        if (bound.compareTo(rule.stalenessLimit()) <= 0) {
            return Decision.SERVE;
        }
        return switch (rule.pastLimit()) {
            case REVALIDATE -> Decision.REVALIDATE;
            case WARN -> Decision.WARN;
            case FAIL -> Decision.FAIL;
        };
    }
}

package dev.tideline.local.check.history;

import java.time.Duration;
import java.time.Instant;

/**
 * The one time line of a run. Services tell instants of their own clock, which is this machine's; {@link #ALLOWANCE} is
 * for what two readings of it, and of the monotonic clock, may differ.
 *
 * @param epoch the wall clock's reading when the run began
 * @param origin {@link System#nanoTime} at the same moment
 */
public record RunClock(Instant epoch, long origin) {

    /** Nanoseconds. Instants are told in milliseconds by some services, hence at least one of those on each side. */
    public static final long ALLOWANCE = Duration.ofMillis(5).toNanos();

    public static RunClock start() {
        return new RunClock(Instant.now(), System.nanoTime());
    }

    /** Nanoseconds since the run began. */
    public long now() {
        return System.nanoTime() - origin;
    }

    /** Where an instant lies on the time line; negative if it was before the run began. */
    public long at(Instant instant) {
        return Duration.between(epoch, instant).toNanos();
    }
}

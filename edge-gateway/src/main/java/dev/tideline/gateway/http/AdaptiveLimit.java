package dev.tideline.gateway.http;

import java.time.Duration;

/**
 * How many requests an origin takes well at the same time: one more for each round of good answers, a third less after a
 * bad one (additive increase, multiplicative decrease). Pure; time is a parameter. Not for several threads.
 */
final class AdaptiveLimit {

    private static final double DECREASE = 0.7;
    /** What failed at the same time is one sign, not many. */
    private static final long ONE_SIGN = Duration.ofMillis(100).toNanos();

    private final int least;
    private final int most;
    private double limit;
    private long decreasedAt;
    private boolean decreased;

    AdaptiveLimit(int least, int most) {
        this.least = least;
        this.most = most;
        this.limit = least + (most - least) / 4.0;
    }

    /** At least 1. */
    int limit() {
        return (int) limit;
    }

    /**
     * An answer came.
     *
     * @param underWay requests that were under way with it: a limit that nobody reaches says nothing about the origin
     */
    void good(int underWay) {
        if (underWay * 2 >= limit()) {
            limit = Math.min(most, limit + 1 / limit);
        }
    }

    /** None came, or a late one, or one that says that the origin is overloaded. */
    void bad(long nowNanos) {
        if (!decreased || nowNanos - decreasedAt >= ONE_SIGN) {
            decreased = true;
            decreasedAt = nowNanos;
            limit = Math.max(least, limit * DECREASE);
        }
    }
}

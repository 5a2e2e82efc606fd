package dev.tideline.gateway.policy;

/** Saturating arithmetic on durations: an overflow is "very long", never a negative number. */
final class Numbers {

    /** A duration longer than any cache lives, small enough that adding two of them does not overflow. */
    static final long FOREVER = Long.MAX_VALUE / 4;

    private Numbers() {}

    /** The sum of two durations or of a time and a duration, held within {@link #FOREVER}. */
    static long add(long left, long right) {
        return Math.min(FOREVER, Math.min(FOREVER, left) + Math.min(FOREVER, right));
    }

    /** Seconds as milliseconds, held within {@link #FOREVER}. */
    static long secondsToMs(long seconds) {
        return seconds > FOREVER / 1000 ? FOREVER : seconds * 1000;
    }
}

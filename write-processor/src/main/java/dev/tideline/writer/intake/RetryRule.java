package dev.tideline.writer.intake;

import java.time.Duration;

/**
 * When a write that failed by its own fault is tried again.
 *
 * @param first after the first failure; doubles with each further one
 * @param longest no pause is longer
 * @param tries after this many failures it is given up; at least 1
 */
public record RetryRule(Duration first, Duration longest, int tries) {

    /**
     * The pause before the next try.
     *
     * @param failures so far, at least 1
     */
    public Duration pauseAfter(int failures) {
        Duration pause = first.multipliedBy(1L << Math.min(failures - 1, 30));
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}

package dev.tideline.local.check.plan;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What breaks on the way of a write, one thing after the other and for as long as one asks. Every kind comes before any
 * comes again. For one thread.
 */
public final class WriteFaults {

    /** What can break. */
    public enum Kind {
        PROCESSOR_KILLED("write-processor is killed"),
        POSTGRES_KILLED("Postgres is killed"),
        POSTGRES_PAUSED("Postgres is paused"),
        KAFKA_KILLED("Kafka is killed"),
        KAFKA_PAUSED("Kafka is paused");

        private final String told;

        Kind(String told) {
            this.told = told;
        }

        /** For the progress display and the timeline. */
        public String told() {
            return told;
        }
    }

    /**
     * One fault.
     *
     * @param pause with everything whole, before it
     * @param length for which it lasts, without the time of the repair
     */
    public record Fault(Duration pause, Duration length, Kind kind) {}

    private final Random random;
    private final Duration longestPause;
    private final List<Kind> kinds;
    private final Deque<Kind> deck = new ArrayDeque<>();

    /**
     * A sequence of faults that a seed determines.
     *
     * @param kinds what may break; at least one
     * @param longestPause between two; at least half a second
     */
    public WriteFaults(long seed, Set<Kind> kinds, Duration longestPause) {
        this.longestPause = longestPause;
        this.random = new Random(Steps.mixed(seed, "writes"));
        this.kinds = kinds.stream().sorted().toList();
    }

    public Fault next() {
        if (deck.isEmpty()) {
            List<Kind> shuffled = new ArrayList<>(kinds);
            Collections.shuffle(shuffled, random);
            deck.addAll(shuffled);
        }
        return new Fault(millis(500, Math.toIntExact(longestPause.toMillis())), millis(500, 5000), deck.removeFirst());
    }

    private Duration millis(int least, int most) {
        return Duration.ofMillis(random.nextInt(least, most + 1));
    }
}

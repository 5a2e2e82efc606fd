package dev.tideline.gateway.write;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;

/**
 * Where the queue ended at past moments: a record below the end of some moment is at least as old as that. Tells an age
 * without reading the queue: never too high, and too low by at most the time between two samples. Not safe for use by
 * many threads.
 */
final class LagHistory {

    private record Sample(Instant at, Map<Integer, Long> ends) {}

    private final Duration reach;
    private final Duration spacing;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /**
     * @param reach the greatest age that must be told
     * @param most samples kept, about
     */
    LagHistory(Duration reach, int most) {
        this.reach = reach;
        this.spacing = reach.dividedBy(most);
    }

    /** @param ends the offset of the next record of each partition, at that moment; moments must not go back */
    void add(Instant at, Map<Integer, Long> ends) {
        if (!samples.isEmpty() && at.isBefore(samples.getLast().at().plus(spacing))) {
            return;
        }
        samples.addLast(new Sample(at, Map.copyOf(ends)));
        // One sample older than the reach stays: it is what tells that an age is beyond it.
        while (samples.size() > 2 && second().at().isBefore(at.minus(reach))) {
            samples.removeFirst();
        }
    }

    private Sample second() {
        Iterator<Sample> each = samples.iterator();
        each.next();
        return each.next();
    }

    boolean isEmpty() {
        return samples.isEmpty();
    }

    /**
     * How far behind a reader is.
     *
     * @param next the offset of each partition that the reader wants next
     * @param ends the offset of the next record of each partition, now
     */
    QueueLag lag(Map<Integer, Long> next, Map<Integer, Long> ends, Instant now) {
        long records = 0;
        Duration age = Duration.ZERO;
        for (var end : ends.entrySet()) {
            long wanted = next.getOrDefault(end.getKey(), 0L);
            if (wanted < end.getValue()) {
                records += end.getValue() - wanted;
                Duration here = age(end.getKey(), wanted, now);
                age = here.compareTo(age) > 0 ? here : age;
            }
        }
        return new QueueLag(records, age);
    }

    /** The record was there at the first sample whose end lies beyond it. */
    private Duration age(int partition, long offset, Instant now) {
        for (Sample sample : samples) {
            if (sample.ends().getOrDefault(partition, 0L) > offset) {
                return Duration.between(sample.at(), now);
            }
        }
        return Duration.ZERO;
    }
}

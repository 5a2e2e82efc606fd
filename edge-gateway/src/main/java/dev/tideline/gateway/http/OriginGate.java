package dev.tideline.gateway.http;

import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Lets no more requests to one origin than its {@link AdaptiveLimit}. The others wait: those for hot keys go first, each
 * for so long, and only so many.
 */
final class OriginGate {

    /** Nobody's turn: too many wait already, or it took too long. */
    static final class Full extends IOException {}

    private record Waiting(int heat, long number, MonoSink<Turn> sink) {}

    private final RefillSettings settings;
    private final AdaptiveLimit limit;
    private final PriorityQueue<Waiting> queue = new PriorityQueue<>(
            Comparator.comparingInt(Waiting::heat).reversed().thenComparingLong(Waiting::number));
    private int underWay;
    private long numbers;

    OriginGate(RefillSettings settings) {
        this.settings = settings;
        this.limit = new AdaptiveLimit(settings.least(), settings.most());
    }

    /** The right to one request; must be ended. */
    final class Turn {
        private final long start = System.nanoTime();
        private final AtomicBoolean ended = new AtomicBoolean();

        /** With an answer, or with none that says anything about the origin. */
        void answered() {
            boolean slow = System.nanoTime() - start > settings.slow().toNanos();
            end(slow ? Outcome.BAD : Outcome.GOOD);
        }

        void failed() {
            end(Outcome.BAD);
        }

        void unused() {
            end(Outcome.NONE);
        }

        private void end(Outcome outcome) {
            if (ended.compareAndSet(false, true)) {
                OriginGate.this.ended(outcome);
            }
        }
    }

    private enum Outcome {
        GOOD,
        BAD,
        NONE
    }

    /**
     * Waits for a turn.
     *
     * @param heat how often what is asked for is read, roughly; more goes first
     * @return fails with {@link Full}
     */
    Mono<Turn> turn(int heat) {
        return Mono.<Turn>create(sink -> arrive(heat, sink)).doOnDiscard(Turn.class, Turn::unused);
    }

    private void arrive(int heat, MonoSink<Turn> sink) {
        switch (place(heat, sink)) {
            case NOW -> sink.success(new Turn());
            case FULL -> sink.error(new Full());
            case LATER -> {}
        }
    }

    private enum Place {
        NOW,
        LATER,
        FULL
    }

    private synchronized Place place(int heat, MonoSink<Turn> sink) {
        if (underWay < limit.limit()) {
            underWay++;
            return Place.NOW;
        }
        if (queue.size() >= settings.waiting()) {
            return Place.FULL;
        }
        Waiting waiting = new Waiting(heat, numbers++, sink);
        queue.add(waiting);
        Disposable alarm = Schedulers.parallel()
                .schedule(() -> tooLate(waiting), settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        sink.onDispose(() -> {
            alarm.dispose();
            leave(waiting);
        });
        return Place.LATER;
    }

    /** Whoever takes it out of the queue decides: a turn is never given to one that was turned away. */
    private void tooLate(Waiting waiting) {
        if (leave(waiting)) {
            waiting.sink().error(new Full());
        }
    }

    private synchronized boolean leave(Waiting waiting) {
        return queue.remove(waiting);
    }

    private void ended(Outcome outcome) {
        Waiting next = next(outcome);
        while (next != null) {
            next.sink().success(new Turn());
            next = more();
        }
    }

    private synchronized @Nullable Waiting next(Outcome outcome) {
        switch (outcome) {
            case GOOD -> limit.good(underWay);
            case BAD -> limit.bad(System.nanoTime());
            case NONE -> {}
        }
        underWay--;
        return more();
    }

    private synchronized @Nullable Waiting more() {
        if (underWay >= limit.limit() || queue.isEmpty()) {
            return null;
        }
        underWay++;
        return queue.poll();
    }

    synchronized int limit() {
        return limit.limit();
    }

    synchronized int underWay() {
        return underWay;
    }

    synchronized int waiting() {
        return queue.size();
    }
}

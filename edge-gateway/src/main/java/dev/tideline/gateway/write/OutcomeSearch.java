package dev.tideline.gateway.write;

import dev.tideline.events.WritePosition;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Finds a write of which only the id is known. It never was only if it is unknown once everything is applied that was
 * queued when the question came.
 */
final class OutcomeSearch {

    static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);
    /** At the same time: each asks Kafka, and anybody can make up an id. */
    private static final int MAX_SEARCHES = 64;

    private final WriteOutcomes outcomes;
    private final Supplier<Mono<List<WritePosition>>> lastPositions;
    private final Semaphore places = new Semaphore(MAX_SEARCHES);

    /** @param lastPositions the last one of each partition, at a moment after it was asked for */
    OutcomeSearch(WriteOutcomes outcomes, Supplier<Mono<List<WritePosition>>> lastPositions) {
        this.outcomes = outcomes;
        this.lastPositions = lastPositions;
    }

    /** Never fails; {@link WriteOutcome.Unreachable} where it cannot be told within {@link #LIMIT}. */
    Mono<WriteOutcome> find(UUID writeId) {
        return outcomes.find(writeId, List.of())
                .flatMap(outcome -> outcome instanceof WriteOutcome.Unknown ? search(writeId) : Mono.just(outcome));
    }

    private Mono<WriteOutcome> search(UUID writeId) {
        return Mono.defer(() -> places.tryAcquire()
                ? lastPositions
                        .get()
                        .flatMap(positions -> untilApplied(writeId, positions))
                        .timeout(LIMIT)
                        .onErrorReturn(new WriteOutcome.Unreachable())
                        .doFinally(_ -> places.release())
                : Mono.just(new WriteOutcome.Unreachable()));
    }

    private Mono<WriteOutcome> untilApplied(UUID writeId, List<WritePosition> positions) {
        return Mono.defer(() -> outcomes.find(writeId, positions))
                .filter(outcome -> !(outcome instanceof WriteOutcome.Pending))
                .repeatWhenEmpty(Integer.MAX_VALUE, again -> again.delayElements(POLL));
    }
}

package dev.tideline.gateway.write;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import reactor.core.publisher.Mono;

/** Waits for writes' outcomes by asking for them, ever more seldom; a bounded number at the same time. */
final class OutcomeWait {

    /** How the wait ended. */
    sealed interface Waited {}

    record InTime(WriteOutcome.Decided decided) implements Waited {}

    record TimeUp() implements Waited {}

    /** Too many wait already: nobody waited. */
    record NoPlace() implements Waited {}

    private final WriteOutcomes outcomes;
    private final WriteSettings.Waiting settings;
    private final Semaphore places;

    OutcomeWait(WriteOutcomes outcomes, WriteSettings.Waiting settings) {
        this.outcomes = outcomes;
        this.settings = settings;
        this.places = new Semaphore(settings.maxWaiters());
    }

    /** Never fails. */
    Mono<Waited> of(Receipt receipt, Duration limit) {
        return Mono.defer(() -> places.tryAcquire()
                ? ask(receipt, settings.firstPoll())
                        .<Waited>map(InTime::new)
                        .timeout(limit, Mono.just(new TimeUp()))
                        .doFinally(_ -> places.release())
                : Mono.just(new NoPlace()));
    }

    private Mono<WriteOutcome.Decided> ask(Receipt receipt, Duration delay) {
        Duration next = delay.multipliedBy(3).dividedBy(2);
        Duration bounded = next.compareTo(settings.slowestPoll()) < 0 ? next : settings.slowestPoll();
        return Mono.delay(delay)
                .then(Mono.defer(() -> outcomes.find(receipt.writeId(), List.of(receipt.position()))))
                .flatMap(outcome ->
                        outcome instanceof WriteOutcome.Decided decided ? Mono.just(decided) : ask(receipt, bounded));
    }

    int free() {
        return places.availablePermits();
    }
}

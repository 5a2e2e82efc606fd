package dev.tideline.gateway.write;

import dev.tideline.events.WriteRequested;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Queues a validated write once, whatever the client repeats. */
final class Acceptance {

    /** What became of the request. */
    sealed interface Result {}

    /** Queued now. Under a key, {@link #settle} must be called once the client has its answer. */
    record Queued(Receipt receipt) implements Result {}

    /**
     * An earlier request with the same key was queued, and said the same.
     *
     * @param decided its outcome; null where it was not asked for
     */
    record Repeated(Receipt receipt, WriteOutcome.@Nullable Decided decided) implements Result {}

    record Refused(Problem problem) implements Result {}

    private final WriteLog log;
    private final WriteOutcomes outcomes;
    private final RecentWrites recent;
    private final Supplier<Duration> retryAfter;
    private final Clock clock;
    private final WriteEvents events;

    /** @param outcomes which must answer fast: a write waits for it */
    Acceptance(
            WriteLog log,
            WriteOutcomes outcomes,
            RecentWrites recent,
            WriteSettings settings,
            Clock clock,
            WriteEvents events) {
        this.log = log;
        this.outcomes = outcomes;
        this.recent = recent;
        this.retryAfter = settings.queue()::retryAfter;
        this.clock = clock;
        this.events = events;
    }

    /** @param trace of the request, as {@link WriteLog#append} takes it */
    Mono<Result> accept(WriteRequested write, SpanContext trace) {
        if (!Digests.isOfKey(write.writeId())) {
            return append(write, trace);
        }
        return switch (recent.claim(write.writeId(), write.fingerprint(), clock.instant())) {
            case RecentWrites.Known(Receipt receipt) ->
                Mono.just(
                        receipt.fingerprint().equals(write.fingerprint())
                                ? new Repeated(receipt, null)
                                : new Refused(Refusals.idempotencyKeyReused()));
            case RecentWrites.InProgress(String fingerprint, var _) ->
                Mono.just(new Refused(
                        fingerprint.equals(write.fingerprint())
                                ? Refusals.inProgress()
                                : Refusals.idempotencyKeyReused()));
            case RecentWrites.Granted _ ->
                elsewhere(write)
                        .switchIfEmpty(Mono.defer(() -> append(write, trace)))
                        .doOnNext(result -> {
                            if (result instanceof Refused) {
                                recent.release(write.writeId());
                            } else if (result instanceof Repeated(Receipt receipt, var _)) {
                                recent.settle(receipt);
                            }
                        })
                        .doOnError(_ -> recent.release(write.writeId()))
                        .doOnCancel(() -> recent.release(write.writeId()));
        };
    }

    /** The client has its answer, or has gone: a repeated request no longer meets one in progress. */
    void settle(Receipt receipt) {
        recent.settle(receipt);
    }

    /** Whether another gateway, or this one before it forgot, queued a write under this key; empty where nobody knows. */
    private Mono<Result> elsewhere(WriteRequested write) {
        return outcomes.find(write.writeId(), List.of()).flatMap(outcome -> switch (outcome) {
            case WriteOutcome.Decided decided
            when Answers.isOfAnotherRequest(decided, write.fingerprint()) ->
                Mono.just(new Refused(Refusals.idempotencyKeyReused()));
            case WriteOutcome.Decided decided
            when decided.position() != null -> Mono.just(new Repeated(Receipt.of(write, decided.position()), decided));
            case WriteOutcome.Decided _, WriteOutcome.Pending _, WriteOutcome.Unknown _ -> Mono.empty();
            case WriteOutcome.Unreachable _ -> Mono.empty();
        });
    }

    private Mono<Result> append(WriteRequested write, SpanContext trace) {
        Instant start = clock.instant();
        return Mono.fromFuture(() -> log.append(write, trace), true).map(appended -> switch (appended) {
            case WriteLog.Stored(var position) -> {
                events.accepted(write.operation(), Duration.between(start, clock.instant()));
                Receipt receipt = Receipt.of(write, position);
                if (!Digests.isOfKey(write.writeId())) {
                    recent.settle(receipt);
                }
                yield new Queued(receipt);
            }
            case WriteLog.NotStored(String reason) ->
                new Refused(Refusals.unavailable(
                        "queue-unavailable",
                        "The write queue is not available",
                        "The write was not queued and will not be applied: " + reason + '.',
                        retryAfter.get().toSeconds()));
            case WriteLog.Refused(Problem problem) -> new Refused(problem);
            case WriteLog.Uncertain _ ->
                new Refused(Refusals.uncertain(
                        Receipt.location(write.writeId(), write.fingerprint()),
                        retryAfter.get().toSeconds()));
        });
    }
}

package dev.tideline.gateway.write;

import dev.tideline.events.SessionTicket;
import dev.tideline.events.WriteRequested;
import dev.tideline.gateway.placement.Onward;
import dev.tideline.gateway.trace.TraceFilter;
import dev.tideline.placement.CollectionPlacement.Tier;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The way of a write: head, queue, place, body, acceptance, outcome. */
final class WriteDoor {

    private final WriteAdmission admission;
    private final QueueWatch queue;
    private final Intake intake;
    private final Acceptance acceptance;
    private final OutcomeWait wait;
    private final Onward onward;
    private final WriteSettings settings;
    private final Clock clock;
    private final WriteEvents events;

    WriteDoor(
            WriteAdmission admission,
            QueueWatch queue,
            Intake intake,
            Acceptance acceptance,
            OutcomeWait wait,
            Onward onward,
            WriteSettings settings,
            Clock clock,
            WriteEvents events) {
        this.admission = admission;
        this.queue = queue;
        this.intake = intake;
        this.acceptance = acceptance;
        this.wait = wait;
        this.onward = onward;
        this.settings = settings;
        this.clock = clock;
        this.events = events;
    }

    /** Where the request was dealt with. */
    private sealed interface Taken {
        record Here(Acceptance.Result result) implements Taken {}

        record Elsewhere(ServerResponse answer) implements Taken {}
    }

    Mono<ServerResponse> write(ServerRequest request) {
        WriteAdmission.Head head = admission.head(
                request.method().name(),
                request.path(),
                name -> request.headers().header(name));
        return switch (head) {
            case WriteAdmission.Refused(Problem problem) -> respond(Answer.of(problem));
            case Intent intent -> enter(request, intent);
        };
    }

    private Mono<ServerResponse> respond(Answer answer) {
        count(answer);
        return Responses.of(answer);
    }

    private void count(Answer answer) {
        if (answer.isProblem()) {
            String type = String.valueOf(answer.document().get("type"));
            events.refused(type.substring(type.lastIndexOf(':') + 1));
        }
    }

    private Mono<ServerResponse> enter(ServerRequest request, Intent intent) {
        long announced = Body.announced(request).orElse(intent.maxBytes());
        if (announced > intent.maxBytes()) {
            return respond(Answer.of(Body.tooLarge(intent.maxBytes()).problem()));
        }
        // Which queue it is for may be known only when it is read.
        Problem closed = intent.isPlacedByDocument() ? null : closed();
        if (closed != null) {
            return respond(Answer.of(closed));
        }
        int size = Math.toIntExact(announced);
        return Mono.usingWhen(
                        Mono.fromSupplier(() -> intake.enter(size)),
                        entered -> entered ? accept(request, intent) : Mono.just(new Taken.Here(busy())),
                        entered -> Mono.fromRunnable(() -> {
                            if (entered) {
                                intake.leave(size);
                            }
                        }))
                .flatMap(taken -> switch (taken) {
                    case Taken.Here(Acceptance.Result result) ->
                        answer(request, intent, result).flatMap(this::respond);
                    case Taken.Elsewhere(ServerResponse answer) -> Mono.just(answer);
                });
    }

    private @Nullable Problem closed() {
        return switch (queue.gate()) {
            case QueueGate.Open _ -> null;
            case QueueGate.Unseen _ ->
                unavailable("queue-unavailable", "The write queue is not available", "It has not been found yet.");
            case QueueGate.Closed(String reason) -> unavailable("queue-full", "The write queue is full", reason + '.');
        };
    }

    private Acceptance.Result busy() {
        return new Acceptance.Refused(Refusals.unavailable(
                "gateway-busy", "Too many writes at the same time", "The write was not queued.", 1));
    }

    private Problem unavailable(String slug, String title, String detail) {
        return Refusals.unavailable(
                slug, title, detail, settings.queue().retryAfter().toSeconds());
    }

    private Mono<Taken> accept(ServerRequest request, Intent intent) {
        return Body.of(request, intent.maxBytes(), settings.intake().bodyTimeout())
                .publishOn(Schedulers.parallel())
                .flatMap(body -> switch (body) {
                    case Body.Refused(Problem problem) -> refused(problem);
                    case Body.Read(ByteBuffer bytes) -> accept(request, intent, bytes);
                });
    }

    private Mono<Taken> accept(ServerRequest request, Intent intent, ByteBuffer body) {
        return switch (admission.body(intent, body.duplicate(), clock.instant())) {
            case WriteAdmission.Refused(Problem problem) -> refused(problem);
            case WriteAdmission.Elsewhere(String home) ->
                onward.forward(request, bytes(body), home).map(Taken.Elsewhere::new);
            case WriteAdmission.Accepted(WriteRequested write) -> {
                Problem closed = intent.isPlacedByDocument() ? closed() : null;
                yield closed != null
                        ? refused(closed)
                        : acceptance
                                .accept(write, TraceFilter.of(request.attributes()))
                                .map(Taken.Here::new);
            }
        };
    }

    private static byte[] bytes(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return bytes;
    }

    private static Mono<Taken> refused(Problem problem) {
        return Mono.just(new Taken.Here(new Acceptance.Refused(problem)));
    }

    private Mono<Answer> answer(ServerRequest request, Intent intent, Acceptance.Result result) {
        return switch (result) {
            case Acceptance.Refused(Problem problem) -> Mono.just(Answer.of(problem));
            case Acceptance.Queued(Receipt receipt) ->
                outcome(request, intent, receipt, null)
                        .map(answer -> ticketed(request, receipt, answer))
                        .doFinally(_ -> acceptance.settle(receipt));
            case Acceptance.Repeated(Receipt receipt, var decided) -> {
                events.replayed();
                yield outcome(request, intent, receipt, decided)
                        .map(answer -> ticketed(request, receipt, answer).with("Idempotent-Replayed", "true"));
            }
        };
    }

    /** Waits if the client, or its collection, wants that. */
    private Mono<Answer> outcome(
            ServerRequest request, Intent intent, Receipt receipt, WriteOutcome.@Nullable Decided decided) {
        Preference preference = Preference.parse(request.headers().header("prefer"));
        Duration limit = limit(preference, intent);
        if (limit.isZero()) {
            Answer answer = decided == null ? Answers.accepted(receipt) : Answers.accepted(receipt, decided);
            return Mono.just(preference.respondAsync() ? answer.with("Preference-Applied", "respond-async") : answer);
        }
        Mono<OutcomeWait.Waited> waited =
                decided == null ? wait.of(receipt, limit) : Mono.just(new OutcomeWait.InTime(decided));
        return waited.map(end -> switch (end) {
            case OutcomeWait.InTime(WriteOutcome.Decided known) -> {
                events.waited(true);
                yield applied(preference, "", limit, Answers.outcome(receipt, known));
            }
            case OutcomeWait.TimeUp _ -> {
                events.waited(false);
                // Both were honoured: the wait, and the answer before the outcome (section 4.3).
                yield applied(
                        preference,
                        preference.respondAsync() ? "respond-async, " : "",
                        limit,
                        Answers.accepted(receipt));
            }
            case OutcomeWait.NoPlace _ -> Answers.accepted(receipt);
        });
    }

    private static Answer applied(Preference preference, String others, Duration limit, Answer answer) {
        return preference.patience() == null
                ? answer
                : answer.with("Preference-Applied", others + "wait=" + limit.toSeconds());
    }

    /** RFC 7240: {@code wait} says how long, {@code respond-async} alone says not at all. */
    private Duration limit(Preference preference, Intent intent) {
        Duration wanted = preference.patience();
        if (wanted != null) {
            Duration most = settings.waiting().limit();
            return wanted.compareTo(most) < 0 ? wanted : most;
        }
        boolean strong = intent.collection().tier() == Tier.STRONG;
        return strong && !preference.respondAsync() ? settings.waiting().strong() : Duration.ZERO;
    }

    private Answer ticketed(ServerRequest request, Receipt receipt, Answer answer) {
        QueueWatch.Seen seen = queue.seen();
        if (seen == null) {
            return answer;
        }
        String brought = request.headers().firstHeader(SessionTicket.HEADER);
        return answer.with(SessionTicket.HEADER, Tickets.after(brought, seen.logId(), receipt.position()));
    }
}

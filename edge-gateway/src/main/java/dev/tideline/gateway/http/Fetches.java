package dev.tideline.gateway.http;

import dev.tideline.events.SessionTicket;
import dev.tideline.gateway.http.Flight.Landing;
import dev.tideline.gateway.http.Reply.Result;
import dev.tideline.gateway.policy.CacheStatus;
import dev.tideline.gateway.policy.CombinedParts;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.Freshened;
import dev.tideline.gateway.policy.ServeDecision;
import dev.tideline.gateway.policy.StoreDecision;
import dev.tideline.gateway.policy.StoredResponse;
import dev.tideline.gateway.policy.SurrogateTags;
import dev.tideline.gateway.purge.Stamp;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.gateway.store.Entry;
import dev.tideline.gateway.store.Tiers;
import dev.tideline.placement.ResponseRule;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** One exchange with the origin: sends the request the policy wants, and does with the answer what the policy says. */
final class Fetches {

    private final OriginClient origin;
    private final Tiers tiers;
    private final Keeping keeping;
    private final Replies replies;
    private final CacheEvents events;
    private final NamedHomes homes;
    private final Duration stall;

    /** @param stall how long an origin may pause within a body */
    Fetches(
            OriginClient origin,
            Tiers tiers,
            Keeping keeping,
            Replies replies,
            CacheEvents events,
            NamedHomes homes,
            Duration stall) {
        this.origin = origin;
        this.tiers = tiers;
        this.keeping = keeping;
        this.replies = replies;
        this.events = events;
        this.homes = homes;
        this.stall = stall;
    }

    /** Fetches, tells the flight how it ended, and gives the reply for the client that caused it. Never fails. */
    Mono<Reply> fetch(Ask ask, Decided decided, Flight flight) {
        return fetch(ask, decided, flight, Optional.empty());
    }

    /** @param demanded what the origin is told it must show; empty for nothing */
    private Mono<Reply> fetch(Ask ask, Decided decided, Flight flight, Optional<SessionTicket> demanded) {
        Stamp stamp = ask.coherence().position();
        Floor floor = Follow.floor(ask.log(), ask.followed());
        Fields fields = ask.policy().forwardFields(ask.request(), decided.what());
        Fields sent = demanded.map(ticket -> fields.with(SessionTicket.HEADER, ticket.toString()))
                .orElse(fields);
        return origin.send(ask, sent)
                .flatMap(answer -> {
                    Incoming in = new Incoming(ask, decided, flight, stamp, answer);
                    return floor.isAbove(answer.head(), demanded.isPresent())
                            ? lagging(in, demanded.isPresent())
                            : received(in);
                })
                .onErrorResume(OriginFailure::isOne, e -> Mono.just(failed(ask, decided, flight, OriginFailure.of(e))))
                .doOnError(bug -> flight.land(new Landing.Failed(0, OriginFailure.UNREACHABLE)));
    }

    /** A source that lags behind what is known here is asked once more and told what it must show; then it has failed. */
    private Mono<Reply> lagging(Incoming in, boolean demanded) {
        in.answer().close();
        events.originFailed(in.ask().rules().route(), OriginFailure.LAGGING.token);
        Optional<SessionTicket> everything =
                demanded ? Optional.empty() : in.ask().log().everything();
        return everything.isPresent()
                ? fetch(in.ask(), in.decided(), in.flight(), everything)
                : Mono.just(failed(in.ask(), in.decided(), in.flight(), OriginFailure.LAGGING));
    }

    private Reply failed(Ask ask, Decided decided, Flight flight, OriginFailure failure) {
        events.originFailed(ask.rules().route(), failure.token);
        flight.land(new Landing.Failed(0, failure));
        return instead(ask, decided, 0, failure.token).orElseGet(() -> replies.failed(decided.why(), failure));
    }

    /** What is stored, if it may stand in for a failure of the origin. */
    Optional<Reply> instead(Ask ask, Decided decided, int status, String detail) {
        Entry entry = decided.entry();
        if (entry == null) {
            return Optional.empty();
        }
        ServeDecision decision = ask.policy().serveOnError(ask.request(), entry.response(), status, replies.now());
        return decision instanceof ServeDecision.StaleServable stale
                ? Optional.of(replies.staleOnError(ask, decided, entry, stale.ttlMs(), status, detail))
                : Optional.empty();
    }

    /** First of all, where it may be: an answer may name its home. */
    private Mono<Reply> received(Incoming in) {
        return switch (homes.rule(in.answer().head().fields())) {
            case ResponseRule.Unbound _, ResponseRule.Kept _ -> allowed(in);
            case ResponseRule.Passed _ -> homes.unkept(in, this::refetch);
            case ResponseRule.Refused _ -> homes.withheld(in, OriginFailure.NOT_SERVED);
            case ResponseRule.Unknown _ -> homes.withheld(in, OriginFailure.UNKNOWN_HOME);
        };
    }

    private Mono<Reply> refetch(Incoming in) {
        return fetch(in.ask(), in.decided().refetch(), in.flight());
    }

    private Mono<Reply> allowed(Incoming in) {
        int status = in.answer().status();
        Entry entry = in.decided().entry();
        if (status == 304 && entry != null && in.decided().isConditional()) {
            return notModified(in, entry);
        }
        if (status >= 500) {
            Optional<Reply> stale = instead(in.ask(), in.decided(), status, "origin-error");
            if (stale.isPresent()) {
                events.originFailed(in.ask().rules().route(), Integer.toString(status));
                in.answer().close();
                in.flight().land(new Landing.Failed(status, null));
                return Mono.just(stale.get());
            }
        }
        if (in.ask().request().isHead()) {
            return Mono.just(head(in));
        }
        if (status == 206 && entry != null) {
            CombinedParts joined = in.ask()
                    .policy()
                    .combine(in.ask().request(), entry.response(), in.answer().head());
            if (joined != null) {
                return combined(in, entry, joined);
            }
        }
        if (in.decided().asksForPart() && (status == 206 || status == 416)) {
            // The part was ours to ask for; what came is not what the client asked for.
            in.answer().close();
            return fetch(in.ask(), in.decided().refetch(), in.flight());
        }
        return store(in);
    }

    private Mono<Reply> notModified(Incoming in, Entry entry) {
        in.answer().close();
        return switch (in.ask()
                .policy()
                .freshen(in.ask().request(), entry.response(), in.answer().head())) {
            case Freshened.Updated(StoredResponse updated) -> {
                Entry confirmed = keeping.confirmed(in, entry, updated);
                yield Mono.just(asked(
                        in,
                        replies.stored(
                                in.ask(),
                                confirmed,
                                Result.REVALIDATED,
                                in.status(replies).withStored(true))));
            }
            case Freshened.Invalidated() ->
                tiers.drop(in.ask().key())
                        .then(Mono.defer(() -> fetch(in.ask(), in.decided().refetch(), in.flight())));
            case Freshened.NotSelected() -> fetch(in.ask(), in.decided().refetch(), in.flight());
        };
    }

    private Reply head(Incoming in) {
        Entry entry = in.decided().entry();
        if (entry != null) {
            switch (in.ask()
                    .policy()
                    .head(in.ask().request(), entry.response(), in.answer().head())) {
                case Freshened.Updated(StoredResponse updated) -> keeping.confirmed(in, entry, updated);
                case Freshened.Invalidated() -> tiers.drop(in.ask().key()).subscribe();
                case Freshened.NotSelected() -> {}
            }
        }
        in.flight().land(new Landing.Alone("head"));
        return passing(in, in.status(replies));
    }

    private Mono<Reply> combined(Incoming in, Entry stored, CombinedParts joined) {
        Keeping.Capture capture = keeping.capture(in, joined.response(), body -> joined.join(stored.body(), body));
        tap(in, capture);
        return capture.made().flatMap(whole -> {
            if (whole.isPresent()) {
                Entry entry = whole.get();
                switch (in.ask().policy().serve(in.ask().request(), entry.response(), replies.now())) {
                    case ServeDecision.Fresh fresh -> {
                        return Mono.just(made(in, entry));
                    }
                    case ServeDecision.StaleServable stale -> {
                        return Mono.just(made(in, entry));
                    }
                    case ServeDecision.MustRevalidate must -> {}
                    case ServeDecision.Forward forward -> {}
                    case ServeDecision.Unsatisfiable none -> {}
                }
            }
            // The parts together are still not what was asked for.
            return fetch(in.ask(), in.decided().refetch(), Flight.alone(in.ask().key()));
        });
    }

    private Reply made(Incoming in, Entry entry) {
        return asked(
                in,
                replies.stored(in.ask(), entry, Result.MISS, in.status(replies).withStored(true)));
    }

    private static Reply asked(Incoming in, Reply reply) {
        return reply.told(reply.told().askedAt(in.answer().head().requestTimeMs()));
    }

    private Mono<Reply> store(Incoming in) {
        return switch (in.ask().policy().store(in.ask().request(), in.answer().head())) {
            case StoreDecision.DoNotStore(StoreDecision.Refusal reason) -> Mono.just(refused(in, reason.text()));
            case StoreDecision.Store(StoredResponse response) -> {
                if (SurrogateTags.of(response.fields()).overflow()) {
                    yield Mono.just(refused(in, "too-many-tags"));
                }
                if (in.answer().length() > in.ask().rules().maxEntry()) {
                    yield Mono.just(refused(in, "too-large"));
                }
                yield capture(in, response);
            }
        };
    }

    private Reply refused(Incoming in, String why) {
        keeping.refused(in, why);
        return passing(in, in.status(replies).withDetail(why));
    }

    private Reply passing(Incoming in, CacheStatus status) {
        Body body = new Body.Passing(in.answer(), in.answer().length());
        return replies.forwarded(in.ask(), in.answer(), body, status);
    }

    private Mono<Reply> capture(Incoming in, StoredResponse response) {
        Keeping.Capture capture = keeping.capture(in, response, body -> body);
        BodyTap tap = tap(in, capture);
        Body arriving = new Body.Tapped(tap, in.answer().length());
        if (in.answer().status() != 200 || !in.ask().isSelective()) {
            return in.answer().afterThisRead().then(Mono.fromSupplier(() -> kept(in, capture.whole(arriving))));
        }
        Reply raw = kept(in, arriving);
        // Conditions and ranges are answered out of the whole; one that turns out too large is sent as it is.
        return capture.made().map(entry -> entry.map(whole -> made(in, whole)).orElse(raw));
    }

    private Reply kept(Incoming in, Body body) {
        return replies.forwarded(in.ask(), in.answer(), body, in.status(replies).withStored(true));
    }

    private BodyTap tap(Incoming in, Keeping.Capture capture) {
        BodyTap tap = new BodyTap(in.ask().rules().maxEntry(), stall, capture);
        in.answer().content().subscribe(tap);
        return tap;
    }
}

package dev.tideline.gateway.http;

import dev.tideline.events.ResourceKey;
import dev.tideline.gateway.http.Flight.Landing;
import dev.tideline.gateway.http.Reply.Result;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.CacheStatus;
import dev.tideline.gateway.policy.CombinedParts;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.Freshened;
import dev.tideline.gateway.policy.ServeDecision;
import dev.tideline.gateway.policy.StoreDecision;
import dev.tideline.gateway.policy.StoredResponse;
import dev.tideline.gateway.policy.SurrogateTags;
import dev.tideline.gateway.purge.EntryScopes;
import dev.tideline.gateway.purge.Stamp;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.gateway.store.Entry;
import dev.tideline.gateway.store.Tiers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One exchange with the origin: sends the request the policy wants, and does with the answer what the policy says. */
final class Fetches {

    private final OriginClient origin;
    private final Tiers tiers;
    private final Replies replies;
    private final CacheEvents events;
    private final Known known;
    private final Duration stall;

    /** What is learned from answers beside the entries made of them. */
    record Known(SearchRules search, Groups groups, Notes notes) {}

    /** @param stall how long an origin may pause within a body */
    Fetches(OriginClient origin, Tiers tiers, Replies replies, CacheEvents events, Known known, Duration stall) {
        this.origin = origin;
        this.tiers = tiers;
        this.replies = replies;
        this.events = events;
        this.known = known;
        this.stall = stall;
    }

    /** An answer that has begun to arrive, and why it was asked for. */
    private record Incoming(Ask ask, Decided decided, Flight flight, Stamp stamp, OriginAnswer answer) {

        CacheStatus status(Replies replies) {
            return replies.forwarded(decided.why()).withForwardStatus(answer.status());
        }
    }

    /** Fetches, tells the flight how it ended, and gives the reply for the client that caused it. Never fails. */
    Mono<Reply> fetch(Ask ask, Decided decided, Flight flight) {
        Stamp stamp = tiers.position();
        Fields fields = ask.policy().forwardFields(ask.request(), decided.what());
        return origin.send(ask.request().method(), ask.target(), fields)
                .flatMap(answer -> received(new Incoming(ask, decided, flight, stamp, answer)))
                .onErrorResume(OriginFailure::isOne, e -> Mono.just(failed(ask, decided, flight, OriginFailure.of(e))))
                .doOnError(bug -> flight.land(new Landing.Failed(0, OriginFailure.UNREACHABLE)));
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

    private Mono<Reply> received(Incoming in) {
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
            if (in.decided().asksForPart()) {
                // The part was ours to ask for; what came is not what the client asked for.
                in.answer().close();
                return fetch(in.ask(), in.decided().refetch(), in.flight());
            }
        }
        return store(in);
    }

    private Mono<Reply> notModified(Incoming in, Entry entry) {
        in.answer().close();
        return switch (in.ask()
                .policy()
                .freshen(in.ask().request(), entry.response(), in.answer().head())) {
            case Freshened.Updated(StoredResponse updated) -> {
                Entry confirmed = entry.with(updated, mark(in, updated));
                keep(in, confirmed);
                yield Mono.just(replies.stored(
                        in.ask(),
                        confirmed,
                        Result.REVALIDATED,
                        in.status(replies).withStored(true)));
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
                case Freshened.Updated(StoredResponse updated) -> keep(in, entry.with(updated, mark(in, updated)));
                case Freshened.Invalidated() -> tiers.drop(in.ask().key()).subscribe();
                case Freshened.NotSelected() -> {}
            }
        }
        in.flight().land(new Landing.Alone("head"));
        return passing(in, in.status(replies));
    }

    private Mono<Reply> combined(Incoming in, Entry stored, CombinedParts joined) {
        Sinks.One<Optional<Entry>> made = Sinks.one();
        tap(in, new Capture(in, joined.response(), body -> joined(stored.body(), body, joined), made));
        return made.asMono().flatMap(whole -> {
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
        return replies.stored(in.ask(), entry, Result.MISS, in.status(replies).withStored(true));
    }

    private static byte[] joined(byte[] stored, byte[] fetched, CombinedParts joined) {
        int head = (int) joined.fromStoredHead();
        int tail = (int) (stored.length - joined.storedTailFrom());
        byte[] all = new byte[head + fetched.length + tail];
        System.arraycopy(stored, 0, all, 0, head);
        System.arraycopy(fetched, 0, all, head, fetched.length);
        System.arraycopy(stored, stored.length - tail, all, head + fetched.length, tail);
        return all;
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
        events.refused(in.ask().rules().route(), why);
        known.notes().refused(in.ask().key(), why);
        in.flight().land(new Landing.Alone(why));
        return passing(in, in.status(replies).withDetail(why));
    }

    private Reply passing(Incoming in, CacheStatus status) {
        Body body = new Body.Passing(in.answer(), in.answer().length());
        return replies.forwarded(in.ask(), in.answer(), body, status);
    }

    private Mono<Reply> capture(Incoming in, StoredResponse response) {
        Sinks.One<Optional<Entry>> made = Sinks.one();
        BodyTap tap = tap(in, new Capture(in, response, body -> body, made));
        Reply raw = replies.forwarded(
                in.ask(),
                in.answer(),
                new Body.Tapped(tap, in.answer().length()),
                in.status(replies).withStored(true));
        if (in.answer().status() != 200 || !in.ask().isSelective()) {
            return Mono.just(raw);
        }
        // Conditions and ranges are answered out of the whole; one that turns out too large is sent as it is.
        return made.asMono().map(entry -> entry.map(whole -> made(in, whole)).orElse(raw));
    }

    private BodyTap tap(Incoming in, Capture capture) {
        BodyTap tap = new BodyTap(in.ask().rules().maxEntry(), stall, capture);
        in.answer().content().subscribe(tap);
        return tap;
    }

    /** Makes an entry when the body is all here, and tells those who wait. */
    private final class Capture implements BodyTap.End {

        private final Incoming in;
        private final StoredResponse response;
        private final UnaryOperator<byte[]> finish;
        private final Sinks.One<Optional<Entry>> made;

        Capture(Incoming in, StoredResponse response, UnaryOperator<byte[]> finish, Sinks.One<Optional<Entry>> made) {
            this.in = in;
            this.response = response;
            this.finish = finish;
            this.made = made;
        }

        @Override
        public void whole(byte[] body) {
            byte[] all = finish.apply(body);
            CacheKey key =
                    known.search().store(in.ask().rules().keys(), in.ask().keyed(), response.fields());
            StoredResponse received = response.received(all.length);
            if (received == null) {
                in.flight().land(new Landing.Alone("incomplete"));
                made.tryEmitValue(Optional.empty());
                return;
            }
            Entry entry = new Entry(key, received, all, Fields.empty(), mark(in, received));
            keep(in, entry);
            made.tryEmitValue(Optional.of(entry));
        }

        @Override
        public void tooLarge() {
            events.refused(in.ask().rules().route(), "too-large");
            known.notes().refused(in.ask().key(), "too-large");
            in.flight().land(new Landing.Alone("too-large"));
            made.tryEmitValue(Optional.empty());
        }

        @Override
        public void broken(Throwable why) {
            OriginFailure failure = OriginFailure.of(why);
            events.originFailed(in.ask().rules().route(), failure.token);
            in.flight().land(new Landing.Failed(0, failure));
            made.tryEmitError(why);
        }
    }

    private void keep(Incoming in, Entry entry) {
        Flight flight = in.flight();
        Ask ask = in.ask();
        if (flight.isDoomed() || !tiers.keepNear(entry)) {
            known.notes().refused(ask.key(), "purged");
            flight.land(new Landing.Alone("purged"));
            return;
        }
        known.notes().stored(ask.key());
        known.groups().add(ask.target().origin(), entry.response().fields(), entry.key());
        if (!entry.key().equals(ask.key()) && ask.key().equals(ask.keyed().key())) {
            // Those who wait look under the URL's own key: its path's rule was not known when they came.
            tiers.keepNear(new Entry(ask.key(), entry.response(), entry.body(), entry.trailers(), entry.mark()));
        }
        Mono<Void> written = tiers.keepFar(entry, flight.grant()).cache();
        written.subscribe();
        boolean fresh = entry.response().freshness().isFresh(replies.now());
        flight.land(fresh ? new Landing.Shared(written) : new Landing.Alone("not-fresh"));
    }

    private Entry.Mark mark(Incoming in, StoredResponse response) {
        Fields fields = response.fields();
        SurrogateTags tags = SurrogateTags.of(fields);
        List<String> all = new ArrayList<>(tags.tags());
        all.addAll(tags.groups());
        all.addAll(in.ask().rules().caching().tags());
        String named = fields.count(Headers.RESOURCE) == 1 ? fields.first(Headers.RESOURCE) : null;
        ResourceKey resource = named == null ? null : ResourceKey.parse(named).orElse(null);
        EntryScopes scopes = EntryScopes.of(in.ask().keyed().url(), resource, all);
        return new Entry.Mark(scopes, tiers.stamp(in.stamp()), version(fields.first(Headers.VERSION)));
    }

    private static long version(@Nullable String text) {
        try {
            return text == null ? 0 : Math.max(0, Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}

package dev.tideline.gateway.http;

import dev.tideline.events.ResourceKey;
import dev.tideline.gateway.http.Flight.Landing;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.StoredResponse;
import dev.tideline.gateway.policy.SurrogateTags;
import dev.tideline.gateway.purge.EntryScopes;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.gateway.store.Coherence;
import dev.tideline.gateway.store.Entry;
import dev.tideline.gateway.store.Tiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Makes entries of answers, keeps them in the tiers, and tells those who wait what became of it. */
final class Keeping {

    private final Tiers tiers;
    private final Replies replies;
    private final CacheEvents events;
    private final Known known;

    Keeping(Tiers tiers, Replies replies, CacheEvents events, Known known) {
        this.tiers = tiers;
        this.replies = replies;
        this.events = events;
        this.known = known;
    }

    /** The answer is for its own client only. */
    void refused(Incoming in, String why) {
        events.refused(in.ask().rules().route(), why);
        known.notes().refused(in.ask().key(), why);
        in.flight().land(new Landing.Alone(why));
    }

    /** An entry that the origin has confirmed: the same bytes under updated metadata. */
    Entry confirmed(Incoming in, Entry entry, StoredResponse updated) {
        Entry confirmed = entry.with(updated, mark(in, updated));
        keep(in, confirmed);
        return confirmed;
    }

    /** Keeps an answer's body while it arrives. */
    Capture capture(Incoming in, StoredResponse response, UnaryOperator<byte[]> finish) {
        return new Capture(in, response, finish);
    }

    /** Makes an entry when the body is all here, and tells those who wait. */
    final class Capture implements BodyTap.End {

        private final Incoming in;
        private final StoredResponse response;
        private final UnaryOperator<byte[]> finish;
        private final Sinks.One<Optional<Entry>> made = Sinks.one();
        private volatile byte @Nullable [] bytes;

        private Capture(Incoming in, StoredResponse response, UnaryOperator<byte[]> finish) {
            this.in = in;
            this.response = response;
            this.finish = finish;
        }

        /** The entry, when the body is whole; empty if it could not become one. */
        Mono<Optional<Entry>> made() {
            return made.asMono();
        }

        /** The bytes for the client that asked first, in one piece if they are all here already. */
        Body whole(Body arriving) {
            byte[] all = bytes;
            if (all == null) {
                return arriving;
            }
            arriving.abandon();
            return Body.Bytes.of(all);
        }

        @Override
        public void whole(byte[] body) {
            bytes = body;
            byte[] all = finish.apply(body);
            CacheKey key =
                    known.search().store(in.ask().rules().keys(), in.ask().keyed(), response.fields());
            StoredResponse received = response.received(all.length);
            if (received == null) {
                in.flight().land(new Landing.Alone("incomplete"));
                made.tryEmitValue(Optional.empty());
                return;
            }
            Entry entry = new Entry(key, received, all, in.answer().trailers(), mark(in, received));
            keep(in, entry);
            made.tryEmitValue(Optional.of(entry));
        }

        @Override
        public void tooLarge() {
            refused(in, "too-large");
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
        Coherence log = ask.coherence();
        if (flight.isDoomed() || !tiers.keepNear(log, entry)) {
            known.notes().refused(ask.key(), "purged");
            flight.land(new Landing.Overtaken());
            return;
        }
        known.notes().stored(ask.key());
        known.groups().add(ask.target().origin(), entry.response().fields(), entry.key());
        if (!entry.key().equals(ask.key()) && ask.key().equals(ask.keyed().key())) {
            // Those who wait look under the URL's own key: its path's rule was not known when they came.
            tiers.keepNear(log, new Entry(ask.key(), entry.response(), entry.body(), entry.trailers(), entry.mark()));
        }
        boolean fresh = entry.response().freshness().isFresh(replies.now());
        Mono<Boolean> givenBack =
                tiers.keepFar(log, entry, flight.grant(), fresh).cache();
        givenBack.subscribe();
        flight.land(fresh ? new Landing.Shared(givenBack) : new Landing.Alone("not-fresh"));
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
        return new Entry.Mark(scopes, in.ask().coherence().stamp(in.stamp()), Headers.version(fields));
    }
}

package dev.tideline.gateway.http;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.http.Flight.Landing;
import dev.tideline.gateway.policy.ServeDecision;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.gateway.store.RegionLease;
import dev.tideline.gateway.store.Tiers;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Fetches when it is this instance's turn in the region; until then looks whether another's answer has come. */
final class LeasedFetch {

    private final Tiers tiers;
    private final Fetches fetches;
    private final RegionLease lease;
    private final Replies replies;
    private final CacheEvents events;
    private final GatewaySettings.Fill bounds;

    LeasedFetch(
            Tiers tiers,
            Fetches fetches,
            RegionLease lease,
            Replies replies,
            CacheEvents events,
            GatewaySettings.Fill bounds) {
        this.tiers = tiers;
        this.fetches = fetches;
        this.lease = lease;
        this.replies = replies;
        this.events = events;
        this.bounds = bounds;
    }

    /** @param asked the answer to the first wish for the right, or null where it has yet to be made */
    private record Errand(Ask ask, Decided decided, Flight flight, long deadline, RegionLease.@Nullable Grant asked) {}

    /** Waits no longer than the limit for another instance, then fetches all the same. */
    Mono<Reply> fetch(Ask ask, Decided decided, Flight flight) {
        return fetch(ask, decided, flight, null);
    }

    /** @param asked the region's answer to the wish to fetch, where it was asked already */
    Mono<Reply> fetch(Ask ask, Decided decided, Flight flight, RegionLease.@Nullable Grant asked) {
        long deadline = System.nanoTime() + bounds.waitLimit().toNanos();
        return inTurn(new Errand(ask, decided, flight, deadline, asked));
    }

    /** As {@link #fetch}, for what is not stored here; what the region has already is taken from there. */
    Mono<Reply> fetchUnlessFound(Ask ask, Flight flight) {
        return tiers.far(ask.coherence(), ask.key(), ask.request().fields()).flatMap(found -> {
            Decided far = Decided.on(ask, found, replies.now());
            return far.what() instanceof ServeDecision.Fresh fresh
                    ? Mono.just(shared(ask, far, fresh, flight))
                    : fetch(ask, far, flight);
        });
    }

    private Reply shared(Ask ask, Decided far, ServeDecision.Fresh fresh, Flight flight) {
        events.leased("shared");
        flight.land(new Landing.Shared(Mono.just(false)));
        return replies.hit(ask, far.stored(), fresh.ttlMs());
    }

    /** One look after the other, not one inside the other: there may be hundreds of them. */
    private Mono<Reply> inTurn(Errand errand) {
        Mono<Reply> later = Mono.defer(() -> turn(errand, true)).repeatWhenEmpty(looks -> looks);
        RegionLease.Grant asked = errand.asked();
        Mono<Reply> first = Mono.defer(() -> asked == null ? turn(errand, false) : turn(errand, asked, false));
        return first.switchIfEmpty(later);
    }

    /** Empty while another instance fetches. */
    private Mono<Reply> turn(Errand errand, boolean waited) {
        return lease.ask(errand.ask().key()).flatMap(grant -> turn(errand, grant, waited));
    }

    private Mono<Reply> turn(Errand errand, RegionLease.Grant grant, boolean waited) {
        return switch (grant.turn()) {
            case FETCH -> granted(errand, grant, waited);
            case PASS -> {
                events.leased("passed");
                yield fetch(errand);
            }
            case WAIT -> wait(errand);
        };
    }

    private Mono<Reply> fetch(Errand errand) {
        return fetches.fetch(errand.ask(), errand.decided(), errand.flight());
    }

    private Mono<Reply> granted(Errand errand, RegionLease.Grant grant, boolean waited) {
        errand.flight().grant(grant);
        var unused = lease.keep(errand.ask().key(), grant)
                .takeUntilOther(errand.flight().landing())
                .subscribe();
        // The right is given back when the answer is there: that may have been since the last look.
        return waited ? found(errand).switchIfEmpty(Mono.defer(() -> fetch(errand))) : fetch(errand);
    }

    private Mono<Reply> wait(Errand errand) {
        if (System.nanoTime() >= errand.deadline()) {
            events.leased("late");
            return fetch(errand);
        }
        return Mono.delay(bounds.leasePoll()).then(Mono.defer(() -> found(errand)));
    }

    /** Another instance's answer, if it has come. */
    private Mono<Reply> found(Errand errand) {
        Ask ask = errand.ask();
        return tiers.far(ask.coherence(), ask.key(), ask.request().fields()).flatMap(found -> {
            Decided far = Decided.on(ask, found, replies.now());
            return far.what() instanceof ServeDecision.Fresh fresh
                    ? Mono.just(shared(ask, far, fresh, errand.flight()))
                    : Mono.empty();
        });
    }
}

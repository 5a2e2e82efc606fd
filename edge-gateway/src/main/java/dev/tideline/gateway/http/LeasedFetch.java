package dev.tideline.gateway.http;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.http.Flight.Landing;
import dev.tideline.gateway.policy.ServeDecision;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.gateway.store.RegionLease;
import dev.tideline.gateway.store.Tiers;
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

    /** Waits no longer than the limit for another instance, then fetches all the same. */
    Mono<Reply> fetch(Ask ask, Decided decided, Flight flight) {
        return inTurn(
                ask, decided, flight, System.nanoTime() + bounds.waitLimit().toNanos());
    }

    /** As {@link #fetch}, for what is not stored here; what the region has already is taken from there. */
    Mono<Reply> fetchUnlessFound(Ask ask, Flight flight) {
        return tiers.far(ask.key(), ask.request().fields()).flatMap(found -> {
            Decided far = Decided.on(ask, found, replies.now());
            return far.what() instanceof ServeDecision.Fresh fresh
                    ? Mono.just(shared(ask, far, fresh, flight))
                    : fetch(ask, far, flight);
        });
    }

    private Reply shared(Ask ask, Decided far, ServeDecision.Fresh fresh, Flight flight) {
        events.leased("shared");
        flight.land(new Landing.Shared(Mono.empty()));
        return replies.hit(ask, far.stored(), fresh.ttlMs());
    }

    /** One look after the other, not one inside the other: there may be hundreds of them. */
    private Mono<Reply> inTurn(Ask ask, Decided decided, Flight flight, long deadline) {
        return Mono.defer(() -> turn(ask, decided, flight, deadline)).repeatWhenEmpty(looks -> looks);
    }

    /** Empty while another instance fetches. */
    private Mono<Reply> turn(Ask ask, Decided decided, Flight flight, long deadline) {
        return lease.ask(ask.key()).flatMap(grant -> switch (grant.turn()) {
            case FETCH -> {
                flight.grant(grant);
                var unused = lease.keep(ask.key(), grant)
                        .takeUntilOther(flight.landing())
                        .subscribe();
                yield fetches.fetch(ask, decided, flight);
            }
            case PASS -> {
                events.leased("passed");
                yield fetches.fetch(ask, decided, flight);
            }
            case WAIT -> waited(ask, decided, flight, deadline);
        });
    }

    private Mono<Reply> waited(Ask ask, Decided decided, Flight flight, long deadline) {
        if (System.nanoTime() >= deadline) {
            events.leased("late");
            return fetches.fetch(ask, decided, flight);
        }
        return Mono.delay(bounds.leasePoll())
                .then(Mono.defer(() -> tiers.far(ask.key(), ask.request().fields())))
                .flatMap(found -> {
                    Decided far = Decided.on(ask, found, replies.now());
                    return far.what() instanceof ServeDecision.Fresh fresh
                            ? Mono.just(shared(ask, far, fresh, flight))
                            : Mono.empty();
                });
    }
}

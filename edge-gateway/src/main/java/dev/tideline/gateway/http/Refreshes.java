package dev.tideline.gateway.http;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.http.Flight.Landing;
import dev.tideline.gateway.policy.ServeDecision;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.gateway.store.Entry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Fetches behind the client's back (RFC 5861 §3), so many at a time at most. */
final class Refreshes {

    private final Flights flights;
    private final LeasedFetch fetch;
    private final Replies replies;
    private final CacheEvents events;
    private final int most;
    private final AtomicInteger underWay = new AtomicInteger();

    Refreshes(Flights flights, LeasedFetch fetch, Replies replies, CacheEvents events, GatewaySettings.Fill bounds) {
        this.flights = flights;
        this.fetch = fetch;
        this.replies = replies;
        this.events = events;
        this.most = bounds.maxRefreshes();
    }

    /** Refreshes an entry, unless too many are being refreshed or somebody fetches it already. */
    void start(Ask ask, Entry entry) {
        Ask plain = ask.plain();
        Optional<Flight> flight = takeOff(plain, Flights.id(plain, List.of(entry)));
        if (flight.isPresent()) {
            ServeDecision what = ask.policy().serve(ask.validating().request(), entry.response(), replies.now());
            fly(fetch.fetch(plain, new Decided(what, entry), flight.get()), flight.get());
        }
    }

    /** Fetches what nothing alive is stored for, unless the region has it; with the same bounds. */
    void again(Ask plain) {
        takeOff(plain, Flights.id(plain, List.of()))
                .ifPresent(flight -> fly(fetch.fetchUnlessFound(plain, flight), flight));
    }

    private Optional<Flight> takeOff(Ask plain, String id) {
        if (flights.isUnderWay(id)) {
            return Optional.empty();
        }
        if (underWay.incrementAndGet() > most) {
            underWay.decrementAndGet();
            events.refresh(false);
            return Optional.empty();
        }
        Optional<Flight> flight = flights.unasked(id, plain.key(), underWay::decrementAndGet);
        if (flight.isEmpty()) {
            underWay.decrementAndGet();
        } else {
            events.refresh(true);
        }
        return flight;
    }

    private static void fly(Mono<Reply> fetched, Flight flight) {
        fetched.subscribe(
                reply -> reply.body().abandon(), e -> flight.land(new Landing.Failed(0, OriginFailure.of(e))));
    }

    int underWay() {
        return underWay.get();
    }
}

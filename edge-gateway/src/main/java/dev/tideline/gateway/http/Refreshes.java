package dev.tideline.gateway.http;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.http.Flight.Landing;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.gateway.store.Entry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

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
        String id = Flights.id(plain, List.of(entry));
        if (flights.isUnderWay(id)) {
            return;
        }
        if (underWay.incrementAndGet() > most) {
            underWay.decrementAndGet();
            events.refresh(false);
            return;
        }
        Optional<Flight> flight = flights.unasked(id, ask.key(), underWay::decrementAndGet);
        if (flight.isEmpty()) {
            underWay.decrementAndGet();
            return;
        }
        events.refresh(true);
        Decided decided =
                new Decided(ask.policy().serve(ask.validating().request(), entry.response(), replies.now()), entry);
        fetch.fetch(plain, decided, flight.get())
                .subscribe(
                        reply -> reply.body().abandon(),
                        e -> flight.get().land(new Landing.Failed(0, OriginFailure.of(e))));
    }

    int underWay() {
        return underWay.get();
    }
}

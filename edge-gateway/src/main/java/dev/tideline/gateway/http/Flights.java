package dev.tideline.gateway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.http.Flight.Landing;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.store.Entry;
import dev.tideline.gateway.store.RegionLease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * The fetches under way in this instance, by what collapses together. Where an answer turned out not to be shareable,
 * nobody waits for a while (Varnish calls this hit-for-miss), so uncacheable URLs are never served one after the other.
 */
final class Flights {

    /** Answers that could not be shared are remembered for so many URLs. */
    private static final int MOST_UNSHARED = 100_000;

    /** So many times the longest wait, and a fetch has had its chance: the next read takes its place. */
    private static final int WAITS = 4;

    private final RegionLease lease;
    private final int most;
    private final Duration overdue;
    private final ConcurrentHashMap<String, Flight> underWay = new ConcurrentHashMap<>();
    private final Cache<String, Boolean> unshared;

    Flights(RegionLease lease, GatewaySettings.Fill bounds) {
        this.lease = lease;
        this.most = bounds.maxFills();
        this.overdue = bounds.waitLimit().multipliedBy(WAITS);
        this.unshared = Caffeine.newBuilder()
                .maximumSize(MOST_UNSHARED)
                .executor(Runnable::run)
                .expireAfterWrite(bounds.passMemory())
                .build();
    }

    /** Where a read that has to be fetched finds its place. */
    sealed interface Place {

        /** It is the first: it fetches. */
        record Lead(Flight flight) implements Place {}

        /** Another fetches the same. */
        record Wait(Flight flight) implements Place {}

        /** So many fetches are under way that nobody can wait for one more. */
        record Crowded() implements Place {}
    }

    /** What collapses together: one key, the selecting fields as far as known, and with or without credentials. */
    static String id(Ask ask, List<Entry> found) {
        StringBuilder id = new StringBuilder(ask.key().text());
        id.append(ask.request().fields().has("Authorization") ? "\nA" : "\n-");
        if (found.isEmpty()) {
            return id.toString();
        }
        found.stream()
                .map(entry -> entry.response().vary())
                .filter(vary -> !vary.isEmpty() && !vary.any())
                .distinct()
                .forEach(vary -> id.append('\n')
                        .append(vary.names())
                        .append(vary.variant(ask.request().fields())));
        return id.toString();
    }

    /** Whether the last answer of this kind was for its own client only. */
    boolean isUnshared(String id) {
        return unshared.getIfPresent(id) != null;
    }

    boolean isUnderWay(String id) {
        return underWay.containsKey(id);
    }

    Place place(String id, CacheKey key) {
        if (underWay.size() >= most && !underWay.containsKey(id)) {
            return new Place.Crowded();
        }
        Flight own = new Flight(key, (flight, landing) -> landed(id, flight, landing));
        Flight other = underWay.putIfAbsent(id, own);
        if (other == null || (other.isOlderThan(overdue) && underWay.replace(id, other, own))) {
            return new Place.Lead(own);
        }
        return new Place.Wait(other);
    }

    /**
     * A flight nobody asked for; empty if one is under way already.
     *
     * @param after called when it has ended
     */
    Optional<Flight> unasked(String id, CacheKey key, Runnable after) {
        Flight own = new Flight(key, (flight, landing) -> {
            after.run();
            landed(id, flight, landing);
        });
        return underWay.putIfAbsent(id, own) == null ? Optional.of(own) : Optional.empty();
    }

    private void landed(String id, Flight flight, Landing landing) {
        underWay.remove(id, flight);
        switch (landing) {
            case Landing.Shared(Mono<Boolean> givenBack) ->
                givenBack
                        .filter(done -> !done)
                        .flatMap(still -> lease.giveBack(flight.key(), flight.grant(), true))
                        .subscribe();
            case Landing.Alone alone -> {
                unshared.put(id, true);
                lease.giveBack(flight.key(), flight.grant(), false).subscribe();
            }
            case Landing.Overtaken overtaken ->
                lease.giveBack(flight.key(), flight.grant(), true).subscribe();
            case Landing.Failed failed ->
                lease.giveBack(flight.key(), flight.grant(), true).subscribe();
        }
    }

    /** A write went by: what is in flight may be older than it and must not be kept. */
    void doom(CacheKey key) {
        underWay.values().stream().filter(flight -> flight.key().equals(key)).forEach(Flight::doom);
    }

    int size() {
        return underWay.size();
    }

    int waiters() {
        return underWay.values().stream().mapToInt(Flight::waiters).sum();
    }
}

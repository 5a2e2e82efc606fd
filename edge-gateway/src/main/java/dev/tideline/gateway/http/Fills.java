package dev.tideline.gateway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.http.Flight.Landing;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.ForwardReason;
import dev.tideline.gateway.policy.ServeDecision;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.gateway.store.Entry;
import dev.tideline.gateway.store.RegionLease;
import dev.tideline.gateway.store.Tiers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/**
 * Answers reads, and sees to it that the origin is asked once for all who want the same at the same time: once in this
 * instance by a {@link Flight}, once in the region by a {@link RegionLease}. Waiting is bounded in number and time;
 * whoever cannot or need not wait fetches alone. Where an answer turned out not to be shareable, nobody waits for a
 * while (Varnish calls this hit-for-miss), so uncacheable URLs are never served one after the other.
 */
final class Fills {

    /** Looking again so many times means that answers do not match this request: fetch. */
    private static final int ATTEMPTS = 3;

    private final Tiers tiers;
    private final Fetches fetches;
    private final RegionLease lease;
    private final Replies replies;
    private final CacheEvents events;
    private final GatewaySettings.Fill bounds;
    private final ConcurrentHashMap<String, Flight> flights = new ConcurrentHashMap<>();
    private final Cache<String, Boolean> unshared;
    private final AtomicInteger refreshing = new AtomicInteger();

    Fills(
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
        this.unshared = Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfterWrite(bounds.passMemory())
                .build();
    }

    /** The reply to a read. Never fails; a reply that is not taken must be abandoned. */
    Mono<Reply> serve(Ask ask) {
        return serve(ask, 0);
    }

    private Mono<Reply> serve(Ask ask, int attempt) {
        List<Entry> found = tiers.near(ask.key());
        Decided decided = Decided.on(ask, found, replies.now());
        return switch (decided.what()) {
            case ServeDecision.Fresh fresh -> Mono.just(hit(ask, decided, fresh));
            case ServeDecision.StaleServable stale -> Mono.just(stale(ask, decided, stale));
            case ServeDecision.Unsatisfiable none -> fromRegionOnly(ask);
            case ServeDecision.MustRevalidate must -> fill(ask, decided, found, attempt);
            case ServeDecision.Forward forward -> fill(ask, decided, found, attempt);
        };
    }

    private Reply hit(Ask ask, Decided decided, ServeDecision.Fresh fresh) {
        return replies.hit(ask, entryOf(decided), fresh.ttlMs());
    }

    private Reply stale(Ask ask, Decided decided, ServeDecision.StaleServable stale) {
        Entry entry = entryOf(decided);
        if (stale.refreshInBackground()) {
            refresh(ask, entry);
        }
        return replies.stale(ask, entry, stale.ttlMs());
    }

    private static Entry entryOf(Decided decided) {
        Entry entry = decided.entry();
        if (entry == null) {
            throw new IllegalStateException("nothing can be served where nothing is stored");
        }
        return entry;
    }

    private Mono<Reply> fromRegionOnly(Ask ask) {
        return tiers.far(ask.key(), ask.request().fields()).map(found -> {
            Decided decided = Decided.on(ask, found, replies.now());
            return switch (decided.what()) {
                case ServeDecision.Fresh fresh -> hit(ask, decided, fresh);
                case ServeDecision.StaleServable stale -> stale(ask, decided, stale);
                case ServeDecision.Unsatisfiable none -> replies.notCached();
                case ServeDecision.MustRevalidate must -> replies.notCached();
                case ServeDecision.Forward forward -> replies.notCached();
            };
        });
    }

    private Mono<Reply> fill(Ask ask, Decided decided, List<Entry> found, int attempt) {
        String id = id(ask, found);
        if (unshared.getIfPresent(id) != null) {
            // Nobody has it to share: the region is not asked either.
            return Handover.detached(fetches.fetch(ask, decided, Flight.alone(ask.key())));
        }
        if (attempt >= ATTEMPTS || !isShareable(ask, decided)) {
            return alone(ask, decided);
        }
        if (flights.size() >= bounds.maxFills() && !flights.containsKey(id)) {
            events.collapsed("crowded");
            return alone(ask, decided);
        }
        Flight own = new Flight(ask.key(), (flight, landing) -> landed(id, flight, landing));
        Flight other = flights.putIfAbsent(id, own);
        return other == null ? lead(ask, decided, own) : await(ask, decided, other, attempt);
    }

    /** What collapses together: one key, the selecting fields as far as known, and with or without credentials. */
    private static String id(Ask ask, List<Entry> found) {
        StringBuilder id = new StringBuilder(ask.key().text());
        id.append(ask.request().fields().has("Authorization") ? "\nA" : "\n-");
        found.stream()
                .map(entry -> entry.response().vary())
                .filter(vary -> !vary.isEmpty() && !vary.any())
                .distinct()
                .forEach(vary -> id.append('\n')
                        .append(vary.names())
                        .append(vary.variant(ask.request().fields())));
        return id.toString();
    }

    private static boolean isShareable(Ask ask, Decided decided) {
        boolean part = decided.what() instanceof ServeDecision.Forward forward
                && forward.range().size() > 0;
        return !ask.request().isHead()
                && !part
                && !ask.request().directives().noStore()
                && decided.why() != ForwardReason.REQUEST;
    }

    private Mono<Reply> alone(Ask ask, Decided decided) {
        return Handover.detached(region(
                ask, decided, better -> fetches.fetch(ask, better, Flight.alone(ask.key())), Fills::nobodyWaits));
    }

    private static void nobodyWaits() {}

    private Mono<Reply> await(Ask ask, Decided decided, Flight flight, int attempt) {
        if (!flight.board(bounds.maxWaiters())) {
            events.collapsed("crowded");
            return lateOrAlone(ask, decided);
        }
        return flight.landing()
                .timeout(bounds.waitLimit())
                .doFinally(signal -> flight.leave())
                .flatMap(landing -> afterLanding(ask, decided, landing, attempt))
                .onErrorResume(TimeoutException.class, e -> {
                    events.collapsed("late");
                    return lateOrAlone(ask, decided);
                });
    }

    private Mono<Reply> afterLanding(Ask ask, Decided decided, Landing landing, int attempt) {
        return switch (landing) {
            case Landing.Shared shared -> {
                events.collapsed("shared");
                yield serve(ask, attempt + 1).map(reply -> reply.collapsed(decided.why()));
            }
            case Landing.Alone alone -> {
                events.collapsed("alone");
                yield alone(ask, decided);
            }
            case Landing.Failed(int status, OriginFailure failure) -> {
                events.collapsed("failed");
                String detail = failure == null ? "origin-error" : failure.token;
                yield fetches.instead(ask, decided, status, detail)
                        .map(Mono::just)
                        .orElseGet(() -> failure == null
                                ? alone(ask, decided)
                                : Mono.just(replies.failed(decided.why(), failure)));
            }
        };
    }

    private Mono<Reply> lateOrAlone(Ask ask, Decided decided) {
        return fetches.instead(ask, decided, 0, "busy").map(Mono::just).orElseGet(() -> alone(ask, decided));
    }

    private Mono<Reply> lead(Ask ask, Decided decided, Flight flight) {
        Runnable found = () -> flight.land(new Landing.Shared(Mono.empty()));
        return Handover.detached(region(ask, decided, better -> leased(ask, better, flight, deadline()), found)
                .doOnError(e -> flight.land(new Landing.Failed(0, OriginFailure.of(e)))));
    }

    private long deadline() {
        return System.nanoTime() + bounds.waitLimit().toNanos();
    }

    private interface Next {
        Mono<Reply> with(Decided decided);
    }

    /**
     * Looks into the region's tier first; goes on with what it has, if that is not an answer already.
     *
     * @param answered called when it is: what was found is in the first tier now
     */
    private Mono<Reply> region(Ask ask, Decided near, Next next, Runnable answered) {
        if (!tiers.hasFar()) {
            return next.with(near);
        }
        return tiers.far(ask.key(), ask.request().fields()).flatMap(found -> {
            Decided far = found.isEmpty() ? near : Decided.on(ask, found, replies.now());
            return switch (far.what()) {
                case ServeDecision.Fresh fresh -> {
                    answered.run();
                    yield Mono.just(hit(ask, far, fresh));
                }
                case ServeDecision.StaleServable stale -> {
                    answered.run();
                    yield Mono.just(stale(ask, far, stale));
                }
                case ServeDecision.Unsatisfiable none -> {
                    answered.run();
                    yield Mono.just(replies.notCached());
                }
                case ServeDecision.MustRevalidate must -> next.with(far);
                case ServeDecision.Forward forward -> next.with(far.entry() == null ? near : far);
            };
        });
    }

    private Mono<Reply> leased(Ask ask, Decided decided, Flight flight, long deadline) {
        return lease.ask(ask.key()).flatMap(grant -> switch (grant.turn()) {
            case FETCH -> {
                flight.grant(grant);
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
        Duration pause = bounds.leasePoll();
        return Mono.delay(pause)
                .then(Mono.defer(() -> tiers.far(ask.key(), ask.request().fields())))
                .flatMap(found -> {
                    Decided far = Decided.on(ask, found, replies.now());
                    if (far.what() instanceof ServeDecision.Fresh fresh) {
                        events.leased("shared");
                        flight.land(new Landing.Shared(Mono.empty()));
                        return Mono.just(hit(ask, far, fresh));
                    }
                    return leased(ask, decided, flight, deadline);
                });
    }

    private void landed(String id, Flight flight, Landing landing) {
        flights.remove(id, flight);
        switch (landing) {
            case Landing.Shared(Mono<Void> written) ->
                written.then(lease.giveBack(flight.key(), flight.grant(), true)).subscribe();
            case Landing.Alone alone -> {
                unshared.put(id, true);
                lease.giveBack(flight.key(), flight.grant(), false).subscribe();
            }
            case Landing.Failed failed ->
                lease.giveBack(flight.key(), flight.grant(), true).subscribe();
        }
    }

    /** Fetches behind the client's back, unless too many do or somebody does already. */
    private void refresh(Ask ask, Entry entry) {
        Ask plain = ask.plain();
        String id = id(plain, List.of(entry));
        if (flights.containsKey(id)) {
            return;
        }
        if (refreshing.incrementAndGet() > bounds.maxRefreshes()) {
            refreshing.decrementAndGet();
            events.refresh(false);
            return;
        }
        Flight flight = new Flight(ask.key(), (landedFlight, landing) -> {
            refreshing.decrementAndGet();
            landed(id, landedFlight, landing);
        });
        if (flights.putIfAbsent(id, flight) != null) {
            refreshing.decrementAndGet();
            return;
        }
        events.refresh(true);
        Decided decided =
                new Decided(ask.policy().serve(ask.validating().request(), entry.response(), replies.now()), entry);
        leased(plain, decided, flight, deadline())
                .subscribe(
                        reply -> reply.body().abandon(), e -> flight.land(new Landing.Failed(0, OriginFailure.of(e))));
    }

    /** A write went by: drops what is stored under a key and keeps what is in flight from being stored. */
    Mono<Void> invalidate(CacheKey key) {
        flights.values().stream().filter(flight -> flight.key().equals(key)).forEach(Flight::doom);
        return tiers.drop(key);
    }

    /** Fetches under way for others to wait for; a gauge. */
    int underWay() {
        return flights.size();
    }

    /** Requests that wait for a fetch of another; a gauge. */
    int waiting() {
        return flights.values().stream().mapToInt(Flight::waiters).sum();
    }

    /** Background refreshes under way; a gauge. */
    int refreshing() {
        return refreshing.get();
    }
}

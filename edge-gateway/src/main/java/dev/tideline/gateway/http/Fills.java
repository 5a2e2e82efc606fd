package dev.tideline.gateway.http;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.http.Flight.Landing;
import dev.tideline.gateway.http.Flights.Place;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.ForwardReason;
import dev.tideline.gateway.policy.ServeDecision;
import dev.tideline.gateway.purge.HotKeys;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.gateway.store.Deadlines;
import dev.tideline.gateway.store.Entry;
import dev.tideline.gateway.store.RegionLease;
import dev.tideline.gateway.store.Tiers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Answers reads, and sees to it that the origin is asked once for all who want the same at the same time: once in this
 * instance by {@link Flights}, once in the region by a {@link RegionLease}. Waiting is bounded in number and time;
 * whoever cannot or need not wait fetches alone.
 */
final class Fills {

    /** Looking again so many times means that answers do not match this request: fetch. */
    private static final int ATTEMPTS = 3;

    private static final String SLOW = "origin-slow";

    private final Tiers tiers;
    private final Fetches fetches;
    private final Replies replies;
    private final CacheEvents events;
    private final HotKeys<CacheKey, Ask> hot;
    private final GatewaySettings.Fill bounds;
    private final Duration staleAfter;
    private final Flights flights;
    private final LeasedFetch leased;
    private final Refreshes refreshes;

    /** @param staleAfter how long a client waits where something stored may stand in */
    record Bounds(GatewaySettings.Fill fill, Duration staleAfter) {}

    Fills(
            Tiers tiers,
            Fetches fetches,
            RegionLease lease,
            Replies replies,
            CacheEvents events,
            HotKeys<CacheKey, Ask> hot,
            Bounds all) {
        this.tiers = tiers;
        this.hot = hot;
        this.fetches = fetches;
        this.replies = replies;
        this.events = events;
        this.bounds = all.fill();
        this.staleAfter = all.staleAfter();
        this.flights = new Flights(lease, bounds);
        this.leased = new LeasedFetch(tiers, fetches, lease, replies, events, bounds);
        this.refreshes = new Refreshes(flights, leased, replies, events, bounds);
    }

    /** The reply to a read. Never fails; a reply that is not taken must be abandoned. */
    Mono<Reply> serve(Ask ask) {
        return serve(ask, 0);
    }

    private Mono<Reply> serve(Ask ask, int attempt) {
        List<Entry> found = tiers.near(ask.coherence(), ask.key());
        Decided decided = Decided.on(ask, found, replies.now());
        return switch (decided.what()) {
            case ServeDecision.Fresh fresh -> Mono.just(hit(ask, decided, fresh));
            case ServeDecision.StaleServable stale -> Mono.just(stale(ask, decided, stale));
            case ServeDecision.Unsatisfiable none ->
                region(ask, decided, far(ask), (far, grant) -> Mono.just(replies.notCached()), Fills::nobodyWaits);
            case ServeDecision.MustRevalidate must -> fill(ask, decided, found, attempt);
            case ServeDecision.Forward forward -> fill(ask, decided, found, attempt);
        };
    }

    private Reply hit(Ask ask, Decided decided, ServeDecision.Fresh fresh) {
        Entry entry = decided.stored();
        read(ask, entry);
        return replies.hit(ask, entry, fresh.ttlMs());
    }

    /** A fresh hit is being answered: what is read most is fetched again when a purge strikes it. */
    void read(Ask ask, Entry entry) {
        if (ask.isAnonymous()) {
            hot.read(ask.key(), () -> {
                Entry.Mark mark = entry.mark();
                return new HotKeys.Tracked<>(ask.plain(), mark.scopes(), mark.stamp(), mark.version());
            });
        }
    }

    /** Fetches again, in the background, what a purge has struck. */
    void again(Ask plain) {
        refreshes.again(plain);
    }

    private Reply stale(Ask ask, Decided decided, ServeDecision.StaleServable stale) {
        Entry entry = decided.stored();
        if (stale.refreshInBackground()) {
            refreshes.start(ask, entry);
        }
        return replies.stale(ask, entry, stale.ttlMs());
    }

    private Mono<Reply> fill(Ask ask, Decided decided, List<Entry> found, int attempt) {
        String id = Flights.id(ask, found);
        if (flights.isUnshared(id)) {
            // Nobody has it to share: the region is not asked either.
            return patient(ask, decided, Handover.detached(fetches.fetch(ask, decided, Flight.alone(ask.key()))));
        }
        if (attempt >= ATTEMPTS || !isShareable(ask, decided)) {
            return alone(ask, decided);
        }
        return switch (flights.place(id, ask.key())) {
            case Place.Lead(Flight own) -> lead(ask, decided, own);
            case Place.Wait(Flight other) -> await(ask, decided, other, attempt);
            case Place.Crowded() -> {
                events.collapsed("crowded");
                yield alone(ask, decided);
            }
        };
    }

    private static boolean isShareable(Ask ask, Decided decided) {
        return !ask.request().isHead()
                && !decided.asksForPart()
                && !ask.request().directives().noStore()
                && decided.why() != ForwardReason.REQUEST;
    }

    private Mono<Reply> alone(Ask ask, Decided decided) {
        return patient(
                ask,
                decided,
                Handover.detached(region(
                        ask,
                        decided,
                        far(ask),
                        (better, grant) -> fetches.fetch(ask, better, Flight.alone(ask.key())),
                        Fills::nobodyWaits)));
    }

    /** Where something stored may stand in, a slow origin is waited for no longer than that; its answer is kept all the same. */
    private Mono<Reply> patient(Ask ask, Decided decided, Mono<Reply> detached) {
        if (fetches.instead(ask, decided, 0, SLOW).isEmpty()) {
            return detached;
        }
        return detached.timeout(
                staleAfter,
                Mono.fromSupplier(() -> fetches.instead(ask, decided, 0, SLOW)
                        .orElseGet(() -> replies.failed(decided.why(), OriginFailure.TIMEOUT))),
                Deadlines.shared());
    }

    private static void nobodyWaits() {}

    private Mono<Reply> lead(Ask ask, Decided decided, Flight flight) {
        Runnable found = () -> flight.land(new Landing.Shared(Mono.just(false)));
        return patient(
                ask,
                decided,
                Handover.detached(region(
                                ask,
                                decided,
                                tiers.farOrTurn(
                                        ask.coherence(),
                                        ask.key(),
                                        ask.request().fields()),
                                (better, grant) -> leased.fetch(ask, better, flight, grant),
                                found)
                        .doOnError(e -> flight.land(new Landing.Failed(0, OriginFailure.of(e))))));
    }

    private Mono<Reply> await(Ask ask, Decided decided, Flight flight, int attempt) {
        if (!flight.board(bounds.maxWaiters())) {
            events.collapsed("crowded");
            return lateOrAlone(ask, decided);
        }
        boolean standIn = fetches.instead(ask, decided, 0, SLOW).isPresent();
        return flight.landing()
                .timeout(
                        standIn && staleAfter.compareTo(bounds.waitLimit()) < 0 ? staleAfter : bounds.waitLimit(),
                        Deadlines.shared())
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
            case Landing.Overtaken overtaken -> {
                events.collapsed("overtaken");
                yield serve(ask, attempt + 1).map(reply -> reply.collapsed(decided.why()));
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

    private interface Next {
        /** @param grant the region's answer to the wish to fetch, if it was asked */
        Mono<Reply> with(Decided decided, RegionLease.@Nullable Grant grant);
    }

    private Mono<Tiers.Far> far(Ask ask) {
        return tiers.far(ask.coherence(), ask.key(), ask.request().fields()).map(found -> new Tiers.Far(found, null));
    }

    /**
     * Looks into the region's tier first; goes on with what it has, if that is not an answer already.
     *
     * @param looked what it finds there
     * @param answered called when it is: what was found is in the first tier now
     */
    private Mono<Reply> region(Ask ask, Decided near, Mono<Tiers.Far> looked, Next next, Runnable answered) {
        if (!tiers.hasFar()) {
            return next.with(near, null);
        }
        return looked.flatMap(found -> {
            Decided far = found.entries().isEmpty() ? near : Decided.on(ask, found.entries(), replies.now());
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
                case ServeDecision.MustRevalidate must -> next.with(far, found.grant());
                case ServeDecision.Forward forward -> next.with(far.entry() == null ? near : far, found.grant());
            };
        });
    }

    /** A write went by: drops what is stored under a key and keeps what is in flight from being stored. */
    Mono<Void> invalidate(CacheKey key) {
        flights.doom(key);
        return tiers.drop(key);
    }

    /** Fetches under way for others to wait for; a gauge. */
    int underWay() {
        return flights.size();
    }

    /** Requests that wait for a fetch of another; a gauge. */
    int waiting() {
        return flights.waiters();
    }

    /** Background refreshes under way; a gauge. */
    int refreshing() {
        return refreshes.underWay();
    }
}

package dev.tideline.invalidation.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeIssued.Cause;
import dev.tideline.events.SubjectErased;
import dev.tideline.invalidation.feed.PurgeWriter;
import dev.tideline.invalidation.fleet.Fleet;
import dev.tideline.invalidation.fleet.FleetFeed;
import dev.tideline.invalidation.fleet.Member;
import dev.tideline.invalidation.fleet.News;
import dev.tideline.invalidation.fleet.RecentPurges;
import dev.tideline.invalidation.fleet.RememberedPurge;
import dev.tideline.invalidation.token.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Appends operators' purges to the log, each once for its idempotency key, and sees them through the fleet. */
final class PurgeDesk {

    /** What became of an order. */
    sealed interface Outcome {}

    /** @param replayed whether it is the answer to an earlier request with the same key */
    record Issued(RememberedPurge purge, boolean replayed) implements Outcome {}

    record KeyReused() implements Outcome {}

    record KeyInFlight() implements Outcome {}

    record TooLarge() implements Outcome {}

    record NotAppended() implements Outcome {}

    private final PurgeWriter writer;
    private final RecentPurges purges;
    private final Fleet fleet;
    private final FleetFeed feed;
    private final News news;
    private final int maxBytes;
    private final Clock clock;
    private final Set<UUID> inFlight = ConcurrentHashMap.newKeySet();

    PurgeDesk(
            PurgeWriter writer,
            RecentPurges purges,
            Fleet fleet,
            FleetFeed feed,
            News news,
            int maxBytes,
            Clock clock) {
        this.writer = writer;
        this.purges = purges;
        this.fleet = fleet;
        this.feed = feed;
        this.news = news;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** @param key the caller's idempotency key; null for none */
    Outcome submit(Caller caller, PurgeOrder order, @Nullable String key) throws InterruptedException {
        if (key == null) {
            return issue(UUID.randomUUID(), order);
        }
        // Derived, so that any instance of this service, and the same one after a restart, finds it in the log.
        UUID id = UUID.nameUUIDFromBytes((caller.name() + '\n' + key).getBytes(UTF_8));
        if (!inFlight.add(id)) {
            return new KeyInFlight();
        }
        try {
            Optional<RememberedPurge> earlier = purges.find(id);
            if (earlier.isPresent()) {
                return order.isSameAs(earlier.get().purge()) ? new Issued(earlier.get(), true) : new KeyReused();
            }
            return issue(id, order);
        } finally {
            inFlight.remove(id);
        }
    }

    private Outcome issue(UUID id, PurgeOrder order) throws InterruptedException {
        PurgeIssued purge = new PurgeIssued(
                id, order.scopes(), order.mode(), order.regions(), Cause.OPERATOR, clock.instant(), null);
        if (writer.size(purge) > maxBytes) {
            return new TooLarge();
        }
        try {
            String log = feed.log();
            long offset = writer.append(purge, List.of()).get();
            purges.remember(purge, log, offset);
            return new Issued(new RememberedPurge(purge, log, offset, Map.of()), false);
        } catch (ExecutionException notAppended) {
            return new NotAppended();
        }
    }

    /** Waits until every live instance has applied it, at most so long, and shows how far it is then. */
    PurgeView follow(RememberedPurge purge, Duration limit) throws InterruptedException {
        news.await(() -> isApplied(purge), limit);
        return view(purge.purge().purgeId()).orElseGet(() -> view(purge));
    }

    private boolean isApplied(RememberedPurge purge) {
        return feed.knowsTheFleet()
                && fleet.lagging(purge.log(), purge.offset(), purge.purge().regions(), clock.instant())
                        .isEmpty();
    }

    /** Empty for a purge that is not known, or no more. */
    Optional<PurgeView> view(UUID id) {
        return purges.find(id).map(this::view);
    }

    /** What a purge is the receipt of; empty for any that is none of an erasure. */
    Optional<SubjectErased> erasure(UUID id) {
        return purges.find(id).map(found -> found.purge().erasure());
    }

    private PurgeView view(RememberedPurge purge) {
        return Views.purge(purge, fleet.members(clock.instant()), feed.knowsTheFleet());
    }

    /** The latest first. */
    List<PurgeView> latest(int limit) {
        return purges.latest(limit).stream().map(this::view).toList();
    }

    FleetView fleet() {
        var now = clock.instant();
        long last = feed.lastOffset();
        return new FleetView(
                feed.log(),
                last,
                feed.knowsTheFleet(),
                fleet.members(now).stream()
                        .map(member -> Views.instance(member, last, coveredAt(member), now))
                        .toList());
    }

    private @Nullable Instant coveredAt(Member member) {
        boolean sameLog = member.status().logId().equals(feed.log());
        return sameLog ? feed.coveredAt(member.status().appliedOffset()).orElse(null) : null;
    }
}

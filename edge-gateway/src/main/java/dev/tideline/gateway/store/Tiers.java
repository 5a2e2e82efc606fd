package dev.tideline.gateway.store;

import dev.tideline.events.ResourceKey;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.purge.Stamp;
import dev.tideline.gateway.purge.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Both tiers, with the purge log asked about every entry on its way in and out. */
public final class Tiers {

    private final MemoryTier near;
    private final @Nullable RedisTier far;
    private final Coherence coherence;
    private final Clock clock;
    private final CacheEvents events;

    /** @param far null where the region has no second tier */
    public Tiers(MemoryTier near, @Nullable RedisTier far, Coherence coherence, Clock clock, CacheEvents events) {
        this.near = near;
        this.far = far;
        this.coherence = coherence;
        this.clock = clock;
        this.events = events;
    }

    /** The position to note before asking the origin. */
    public Stamp position() {
        return coherence.position();
    }

    /** The stamp for an entry from the position that was noted. */
    public Stamp stamp(Stamp noted) {
        return coherence.stamp(noted);
    }

    /** The version of a resource that is known to be committed; 0 if none is. Take it before asking the origin. */
    public long knownVersion(ResourceKey resource) {
        return coherence.knownVersion(resource);
    }

    /** Every change committed before this instant is known here. Take it before looking anything up. */
    public Optional<Instant> currentAsOf() {
        return coherence.currentAsOf();
    }

    /** What this instance holds for a key, all variants, without those that were purged. */
    public List<Entry> near(CacheKey key) {
        List<Entry> alive = glance(key);
        events.looked(near.name(), !alive.isEmpty());
        return alive;
    }

    /** {@link #near}, not counted: for those who go on to look it up when they find nothing. */
    public List<Entry> glance(CacheKey key) {
        return alive(near.peek(key), near);
    }

    /** What the region holds for a key and request; it is kept near from now on. */
    public Mono<List<Entry>> far(CacheKey key, Fields requestFields) {
        RedisTier tier = far;
        if (tier == null) {
            return Mono.just(List.of());
        }
        return tier.find(key, requestFields).map(found -> {
            List<Entry> alive = alive(found, tier);
            events.looked(tier.name(), !alive.isEmpty());
            alive.forEach(near::keep);
            return alive;
        });
    }

    /**
     * One entry as it lies in a tier.
     *
     * @param tier the tier's name
     * @param verdict what the purge log says of it
     */
    public record Inspected(String tier, Entry entry, Verdict verdict) {}

    /** What lies in each tier for a key, dead or alive. */
    public Flux<Inspected> inspect(CacheKey key, Fields requestFields) {
        RedisTier tier = far;
        Flux<Inspected> here = inspected(near, near.find(key, requestFields));
        return tier == null ? here : here.concatWith(inspected(tier, tier.find(key, requestFields)));
    }

    private Flux<Inspected> inspected(Tier tier, Mono<List<Entry>> found) {
        return found.flatMapIterable(entries -> entries)
                .map(entry -> new Inspected(tier.name(), entry, verdict(entry)));
    }

    /** Whether there is a second tier. */
    public boolean hasFar() {
        return far != null;
    }

    private List<Entry> alive(List<Entry> found, Tier tier) {
        boolean only = found.size() == 1;
        if (found.isEmpty() || (only && verdict(found.getFirst()) instanceof Verdict.Live)) {
            return found;
        }
        List<Entry> alive = new ArrayList<>(found.size());
        for (Entry entry : found) {
            switch (verdict(entry)) {
                case Verdict.Live() -> alive.add(entry);
                case Verdict.SoftStale() -> alive.add(entry.softened(clock.millis()));
                case Verdict.Dead(Verdict.Reason reason) -> {
                    events.dead(tier.name(), reason);
                    if (tier == near) {
                        near.forget(entry);
                    }
                }
            }
        }
        return alive;
    }

    private Verdict verdict(Entry entry) {
        return entry.mark().verdict(coherence);
    }

    /** Keeps an entry in this instance, unless a purge overtook it. False if it did. */
    public boolean keepNear(Entry entry) {
        if (verdict(entry) instanceof Verdict.Dead(Verdict.Reason reason)) {
            events.dead("put", reason);
            return false;
        }
        near.keep(entry);
        events.kept(near.name(), entry.weight());
        return true;
    }

    /** Keeps an entry in the region, unless a purge overtook it or the lease is another's by now. */
    public Mono<Void> keepFar(Entry entry, RegionLease.Grant grant) {
        RedisTier tier = far;
        return tier == null || verdict(entry) instanceof Verdict.Dead ? Mono.empty() : tier.put(entry, grant);
    }

    /** Drops every variant under a key in both tiers. */
    public Mono<Void> drop(CacheKey key) {
        RedisTier tier = far;
        return near.drop(key).then(tier == null ? Mono.empty() : tier.drop(key));
    }
}

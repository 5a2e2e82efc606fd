package dev.tideline.gateway.store;

import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.purge.Verdict;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Both tiers, with the purge log of its home asked about every entry on its way in and out. */
public final class Tiers {

    private final MemoryTier near;
    private final @Nullable RedisTier far;
    private final Clock clock;
    private final CacheEvents events;

    /** @param far null where the region has no second tier */
    public Tiers(MemoryTier near, @Nullable RedisTier far, Clock clock, CacheEvents events) {
        this.near = near;
        this.far = far;
        this.clock = clock;
        this.events = events;
    }

    /** What this instance holds for a key, all variants, without those that were purged. */
    public List<Entry> near(Coherence log, CacheKey key) {
        List<Entry> alive = glance(log, key);
        events.looked(near.name(), !alive.isEmpty());
        return alive;
    }

    /** {@link #near}, not counted: for those who go on to look it up when they find nothing. */
    public List<Entry> glance(Coherence log, CacheKey key) {
        return alive(log, near.peek(key), near);
    }

    /** What the region holds for a key and request; it is kept near from now on. */
    public Mono<List<Entry>> far(Coherence log, CacheKey key, Fields requestFields) {
        RedisTier tier = far;
        if (tier == null) {
            return Mono.just(List.of());
        }
        return tier.find(key, requestFields).map(found -> {
            List<Entry> alive = alive(log, found, tier);
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
    public Flux<Inspected> inspect(Coherence log, CacheKey key, Fields requestFields) {
        RedisTier tier = far;
        Flux<Inspected> here = inspected(log, near, near.find(key, requestFields));
        return tier == null ? here : here.concatWith(inspected(log, tier, tier.find(key, requestFields)));
    }

    private Flux<Inspected> inspected(Coherence log, Tier tier, Mono<List<Entry>> found) {
        return found.flatMapIterable(entries -> entries)
                .map(entry -> new Inspected(tier.name(), entry, verdict(log, entry)));
    }

    /** Whether there is a second tier. */
    public boolean hasFar() {
        return far != null;
    }

    private List<Entry> alive(Coherence log, List<Entry> found, Tier tier) {
        boolean only = found.size() == 1;
        if (found.isEmpty() || (only && verdict(log, found.getFirst()) instanceof Verdict.Live)) {
            return found;
        }
        List<Entry> alive = new ArrayList<>(found.size());
        for (Entry entry : found) {
            switch (verdict(log, entry)) {
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

    private static Verdict verdict(Coherence log, Entry entry) {
        return entry.mark().verdict(log);
    }

    /** Keeps an entry in this instance, unless a purge overtook it. False if it did. */
    public boolean keepNear(Coherence log, Entry entry) {
        if (verdict(log, entry) instanceof Verdict.Dead(Verdict.Reason reason)) {
            events.dead("put", reason);
            return false;
        }
        near.keep(entry);
        events.kept(near.name(), entry.weight());
        return true;
    }

    /** Keeps an entry in the region, unless a purge overtook it or the lease is another's by now. */
    public Mono<Void> keepFar(Coherence log, Entry entry, RegionLease.Grant grant) {
        RedisTier tier = far;
        return tier == null || verdict(log, entry) instanceof Verdict.Dead ? Mono.empty() : tier.put(entry, grant);
    }

    /** Drops every variant under a key in both tiers. */
    public Mono<Void> drop(CacheKey key) {
        RedisTier tier = far;
        return near.drop(key).then(tier == null ? Mono.empty() : tier.drop(key));
    }
}

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
        return tier.find(key, requestFields).map(found -> found(log, found, tier));
    }

    private List<Entry> found(Coherence log, List<Entry> found, RedisTier tier) {
        List<Entry> alive = alive(log, found, tier);
        events.looked(tier.name(), !alive.isEmpty());
        alive.forEach(near::keep);
        return alive;
    }

    /**
     * What the region holds for a key that has no variants, if it may be used; it is kept near from now on. Not counted: for
     * those who go on to look it up when they find nothing.
     */
    public Mono<Entry> farPlain(Coherence log, CacheKey key) {
        RedisTier tier = far;
        if (tier == null) {
            return Mono.empty();
        }
        return tier.findPlain(key).flatMap(entry -> {
            List<Entry> alive = alive(log, List.of(entry), tier);
            alive.forEach(near::keep);
            return alive.isEmpty() ? Mono.empty() : Mono.just(alive.getFirst());
        });
    }

    /** Whether no purge has reached an entry up to now; for one that was found a moment ago. */
    public boolean isLive(Coherence log, Entry entry) {
        return verdict(log, entry) instanceof Verdict.Live;
    }

    /**
     * What the region holds, for one who fetches it otherwise.
     *
     * @param grant the region's answer to the wish to fetch, where it was asked already; else null
     */
    public record Far(List<Entry> entries, RegionLease.@Nullable Grant grant) {}

    /** {@link #far}, and the right to fetch is asked for in the same round trip where the region has nothing. */
    public Mono<Far> farOrTurn(Coherence log, CacheKey key, Fields requestFields) {
        RedisTier tier = far;
        if (tier == null) {
            return Mono.just(new Far(List.of(), null));
        }
        return tier.findOrAsk(key, requestFields)
                .map(found -> new Far(found(log, found.entries(), tier), found.grant()));
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

    /**
     * Keeps an entry in the region, unless a purge overtook it or the lease is another's by now.
     *
     * @param giveBack whether to give the lease back with it
     * @return whether it was given back
     */
    public Mono<Boolean> keepFar(Coherence log, Entry entry, RegionLease.Grant grant, boolean giveBack) {
        RedisTier tier = far;
        return tier == null || verdict(log, entry) instanceof Verdict.Dead
                ? Mono.just(false)
                : tier.put(entry, grant, giveBack);
    }

    /** Drops every variant under a key in both tiers. */
    public Mono<Void> drop(CacheKey key) {
        RedisTier tier = far;
        return near.drop(key).then(tier == null ? Mono.empty() : tier.drop(key));
    }
}

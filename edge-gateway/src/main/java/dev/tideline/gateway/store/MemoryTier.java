package dev.tideline.gateway.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.Fields;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** The first tier: this instance's memory, bounded by the bytes of bodies and headers. */
public final class MemoryTier implements Tier {

    private final Cache<CacheKey, List<Entry>> entries;
    private final int maxVariants;

    /**
     * @param maxBytes of bodies, headers and keys; the least used entries go first
     * @param maxVariants under one key
     */
    public MemoryTier(long maxBytes, int maxVariants) {
        this.maxVariants = maxVariants;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((CacheKey key, List<Entry> variants) -> weigh(variants))
                // What it does beside is little; to wake another thread for it costs more.
                .executor(Runnable::run)
                .recordStats()
                .build();
    }

    private static int weigh(List<Entry> variants) {
        long sum = 0;
        for (Entry entry : variants) {
            sum += entry.weight();
        }
        return (int) Math.min(Integer.MAX_VALUE, sum);
    }

    @Override
    public String name() {
        return "l1";
    }

    /** The entries under a key, newest first, without a publisher around them. */
    public List<Entry> peek(CacheKey key) {
        List<Entry> variants = entries.getIfPresent(key);
        return variants == null ? List.of() : variants;
    }

    @Override
    public Mono<List<Entry>> find(CacheKey key, Fields requestFields) {
        return Mono.fromSupplier(() -> peek(key));
    }

    @Override
    public Mono<Void> put(Entry entry) {
        return Mono.fromRunnable(() -> keep(entry));
    }

    /** {@link #put} at once. */
    void keep(Entry entry) {
        entries.asMap().compute(entry.key(), (key, variants) -> with(variants == null ? List.of() : variants, entry));
    }

    private List<Entry> with(List<Entry> variants, Entry entry) {
        List<Entry> kept = new ArrayList<>(variants.size() + 1);
        kept.add(entry);
        for (Entry other : variants) {
            if (kept.size() < maxVariants && !other.isSameVariant(entry)) {
                kept.add(other);
            }
        }
        return List.copyOf(kept);
    }

    @Override
    public Mono<Void> drop(CacheKey key) {
        return Mono.fromRunnable(() -> entries.invalidate(key));
    }

    /** Drops this very entry, if it is still there. */
    void forget(Entry entry) {
        entries.asMap().computeIfPresent(entry.key(), (key, variants) -> {
            List<Entry> kept =
                    variants.stream().filter(other -> !other.equals(entry)).toList();
            return kept.isEmpty() ? null : kept;
        });
    }

    /** The number of URLs held, about. */
    public long size() {
        return entries.estimatedSize();
    }

    /** Lookups that found something, since the start. */
    public long hits() {
        return entries.stats().hitCount();
    }

    /** Lookups that found nothing, since the start. */
    public long misses() {
        return entries.stats().missCount();
    }

    /** The bytes held, about. */
    public long bytes() {
        return entries.policy()
                .eviction()
                .map(Policy.Eviction::weightedSize)
                .map(size -> size.orElse(0))
                .orElse(0L);
    }
}

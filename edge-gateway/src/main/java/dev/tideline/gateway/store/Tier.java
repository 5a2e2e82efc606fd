package dev.tideline.gateway.store;

import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.Fields;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * A place where entries are kept. It promises little: what was put may be gone at once; what is found is exactly what
 * was put under that key. No publisher of it ever fails: a tier that is away finds nothing and keeps nothing. It does
 * not judge freshness, purges or selecting fields; what it finds are candidates.
 */
public interface Tier {

    /** A short name for counters: {@code l1}, {@code l2}. */
    String name();

    /**
     * The entries under a key that the request may select, newest first; empty for a miss.
     *
     * @param requestFields the request's header section, of which the values of selecting fields are looked up
     */
    Mono<List<Entry>> find(CacheKey key, Fields requestFields);

    /** Keeps an entry in place of the same variant. A tier at its bound of variants drops the oldest one. */
    Mono<Void> put(Entry entry);

    /** Drops all variants under a key. */
    Mono<Void> drop(CacheKey key);
}

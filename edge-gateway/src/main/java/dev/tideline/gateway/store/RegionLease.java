package dev.tideline.gateway.store;

import dev.tideline.gateway.policy.CacheKey;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The right of one instance in a region to fetch one key at a time. It ends by itself unless it is kept, so a holder that
 * dies or stands still, or never heard that it is one, holds up nobody for long; its fencing token keeps a holder that was
 * merely slow from writing over its successor.
 */
public interface RegionLease {

    /**
     * The answer to a wish for the right.
     *
     * @param turn what to do now
     * @param token the fencing token, growing with every grant of a key; 0 without one
     * @param key that may be fetched; null when nobody was asked
     */
    record Grant(Turn turn, long token, @Nullable CacheKey key) {

        /** Nobody to agree with: fetch. */
        public static final Grant NONE = new Grant(Turn.FETCH, 0, null);

        /** Whether there is something to give back. */
        public boolean held() {
            return token > 0;
        }

        /** Whether it is the right to fetch this key, to be given back. */
        boolean isFor(CacheKey fetched) {
            return held() && fetched.equals(key);
        }
    }

    /** What to do now. */
    enum Turn {
        /** Fetch. */
        FETCH,
        /** Another instance fetches: look into the region's tier until it is done. */
        WAIT,
        /** Its answers cannot be shared: fetch without a lease. */
        PASS
    }

    /** Asks for the right. Never fails: when the region's tier is away everyone may fetch. */
    Mono<Grant> ask(CacheKey key);

    /**
     * Keeps the right from ending. Goes on until it is cancelled, and never fails: a right that was lost all the same costs
     * the origin a second question.
     */
    Mono<Void> keep(CacheKey key, Grant grant);

    /**
     * Gives it back.
     *
     * @param shared false if the answer could not be shared: for a while the others need not wait
     */
    Mono<Void> giveBack(CacheKey key, Grant grant, boolean shared);

    /** A region of one. */
    RegionLease ALONE = new RegionLease() {
        @Override
        public Mono<Grant> ask(CacheKey key) {
            return Mono.just(Grant.NONE);
        }

        @Override
        public Mono<Void> keep(CacheKey key, Grant grant) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> giveBack(CacheKey key, Grant grant, boolean shared) {
            return Mono.empty();
        }
    };
}

package dev.tideline.gateway.store;

import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.ContentRange;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.Freshness;
import dev.tideline.gateway.policy.StoredResponse;
import dev.tideline.gateway.purge.EntryScopes;
import dev.tideline.gateway.purge.Stamp;
import dev.tideline.gateway.purge.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One stored variant: an answer, its bytes, and what purges reach it. Immutable; the body is shared
 * and must not be written to.
 *
 * @param key the primary key; variants of one URL share it
 * @param response status, header section, times and selecting fields
 * @param body the content, or the part of it that {@code response.part()} names
 * @param trailers the trailer section, mostly empty
 * @param mark what purges reach it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity; bodies are not copied on the way
public record Entry(CacheKey key, StoredResponse response, byte[] body, Fields trailers, Mark mark) {

    /** The objects around an entry with their headers and pointers, and its places in the map and in the order of use. */
    private static final int OVERHEAD = 512;

    /** A string's own header, its array's, its pointer, and that of the line's name, which entries share. */
    private static final int LINE = 48;

    /** What purges reach an entry, and until when that is known. */
    public static final class Mark {

        private static final long NEVER = -1;

        private final EntryScopes scopes;
        private final Stamp stamp;
        private final long version;
        private final boolean soft;
        /** The log's count of moves at which the entry was found live; while it stands, the entry need not be checked. */
        private volatile long liveAt = NEVER;

        /**
         * @param scopes by which it can be purged
         * @param stamp the position in the purge log noted before the origin was asked
         * @param version what the origin called its version; 0 for nothing
         */
        public Mark(EntryScopes scopes, Stamp stamp, long version) {
            this(scopes, stamp, version, false);
        }

        private Mark(EntryScopes scopes, Stamp stamp, long version, boolean soft) {
            this.scopes = scopes;
            this.stamp = stamp;
            this.version = version;
            this.soft = soft;
        }

        /** Whether a soft purge has reached it: then only the time it was fetched vouches for it. */
        public boolean isSoft() {
            return soft;
        }

        public EntryScopes scopes() {
            return scopes;
        }

        public Stamp stamp() {
            return stamp;
        }

        public long version() {
            return version;
        }

        Verdict verdict(Coherence coherence) {
            long moves = coherence.moves();
            if (liveAt == moves) {
                return Verdict.LIVE;
            }
            Verdict verdict = coherence.verdict(scopes, stamp, version);
            if (verdict instanceof Verdict.Live) {
                liveAt = moves;
            }
            return verdict;
        }
    }

    /** The bytes it takes in memory, about. */
    public int weight() {
        long sum = (long) OVERHEAD
                + key.text().length()
                + body.length
                + response.variant().length();
        for (int i = 0; i < response.fields().size(); i++) {
            sum += LINE + response.fields().value(i).length();
        }
        for (int i = 0; i < trailers.size(); i++) {
            sum += 2 * LINE + trailers.name(i).length() + trailers.value(i).length();
        }
        return (int) Math.min(Integer.MAX_VALUE, sum);
    }

    /** Whether it and the other are kept in the same place: same URL and selecting fields. */
    boolean isSameVariant(Entry other) {
        return response.variant().equals(other.response.variant())
                && response.vary().equals(other.response.vary());
    }

    /** The same bytes under updated metadata, validated at another position of the purge log. */
    public Entry with(StoredResponse updated, Mark newMark) {
        return new Entry(key, updated, body, trailers, newMark);
    }

    /** This entry as a soft purge leaves it: it became stale just now, and its stale windows begin now. */
    Entry softened(long nowMs) {
        Freshness was = response.freshness();
        Freshness stale = new Freshness(
                was.responseTimeMs(),
                was.initialAgeMs(),
                Math.min(was.ageMs(nowMs), was.lifetimeMs()),
                was.staleWhileRevalidateMs(),
                was.staleIfErrorMs(),
                was.validateAlways(),
                was.neverStale(),
                was.immutable(),
                was.basis());
        @Nullable ContentRange part = response.part();
        return new Entry(
                key,
                StoredResponse.of(
                        response.status(), response.fields(), stale, response.vary(), response.variant(), part),
                body,
                trailers,
                new Mark(mark.scopes, mark.stamp, mark.version, true));
    }

    /** Entries are compared by identity: equal bytes at different times are different entries. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "Entry[" + key + ", " + response.status() + ", " + body.length + " bytes]";
    }
}

package dev.tideline.gateway.purge;

import dev.tideline.events.ResourceKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Everything by which one entry can be purged, hashed once when it is made: its resource, its URL with and without the
 * origin, each prefix of its path, and its tags. An answer of status 404 has them too, so an insert purges it.
 */
public final class EntryScopes {

    /** An entry with more tags than this is reached by every purge of any tag: bounded memory, and still safe. */
    public static final int MAX_TAGS = 256;

    /** A deeper path is known by its first segments; a deeper prefix purges its first segments, which is wider. */
    public static final int MAX_SEGMENTS = 64;

    /** Hash by which versioned purges know the resource; 0 if it has none. */
    final long versioned;

    /** The other hashes. Never changed after construction. */
    final long[] scopes;

    private EntryScopes(long versioned, long[] scopes) {
        this.versioned = versioned;
        this.scopes = scopes;
    }

    /**
     * Hashes what one answer can be purged by.
     *
     * @param url as requested: absolute, or path and query only
     * @param resource what the origin named in {@code X-Tideline-Resource}
     * @param tags what it named in {@code Cache-Tag}, {@code Surrogate-Key} and {@code Cache-Groups}
     */
    public static EntryScopes of(String url, @Nullable ResourceKey resource, Collection<String> tags) {
        LongStream.Builder hashes = LongStream.builder();
        String normal = UrlForm.normal(url);
        String local = UrlForm.withoutOrigin(normal);
        hashes.add(ScopeHash.url(local));
        if (local.length() != normal.length()) {
            hashes.add(ScopeHash.url(normal));
        }
        int question = local.indexOf('?');
        prefixes(question < 0 ? local : local.substring(0, question), hashes);
        if (tags.size() > MAX_TAGS) {
            hashes.add(ScopeHash.ANY_TAG);
        } else {
            tags.forEach(tag -> hashes.add(ScopeHash.tag(tag)));
        }
        if (resource == null) {
            return new EntryScopes(0, hashes.build().toArray());
        }
        hashes.add(ScopeHash.resource(resource));
        return new EntryScopes(ScopeHash.versioned(resource), hashes.build().toArray());
    }

    /** The same scopes from what {@link #toLongs} gave; what a second tier keeps. */
    public static EntryScopes fromLongs(long[] longs) {
        return new EntryScopes(longs[0], Arrays.copyOfRange(longs, 1, longs.length));
    }

    /** How many there are, apart from the one that versioned purges know. */
    public int size() {
        return scopes.length;
    }

    /** As numbers for a second tier to keep: at least one, at most {@code MAX_TAGS + MAX_SEGMENTS + 5}. */
    public long[] toLongs() {
        long[] longs = new long[scopes.length + 1];
        longs[0] = versioned;
        System.arraycopy(scopes, 0, longs, 1, scopes.length);
        return longs;
    }

    /** Of a prefix to purge: all its hash has to meet is {@link #prefixes} of the paths below it. */
    static long prefixHash(String prefix) {
        LongStream.Builder hashes = LongStream.builder();
        prefixes(UrlForm.path(prefix), hashes);
        long[] all = hashes.build().toArray();
        return all[all.length - 1];
    }

    /** Adds the hashes of {@code /}, {@code /a}, {@code /a/b}, ... A slash at the end adds nothing. */
    private static void prefixes(String path, LongStream.Builder out) {
        long state = ScopeHash.PREFIX;
        out.add(ScopeHash.finish(state));
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        int segments = 0;
        for (int i = 0; i < end; i++) {
            state = ScopeHash.add(state, path.charAt(i));
            boolean boundary = i + 1 == end || path.charAt(i + 1) == '/';
            if (boundary) {
                out.add(ScopeHash.finish(state));
                if (++segments == MAX_SEGMENTS) {
                    return;
                }
            }
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof EntryScopes other && versioned == other.versioned && Arrays.equals(scopes, other.scopes);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(versioned) + Arrays.hashCode(scopes);
    }
}

package dev.tideline.gateway.purge;

import dev.tideline.events.ResourceKey;

/**
 * 64-bit hashes of scopes. Two scopes that share one are purged together: an extra miss, never a wrong answer, so the
 * hash needs no key. With ten million scopes in the table, a scope that nobody purged meets one of them with a
 * probability of 5·10⁻¹³.
 *
 * <p>The values are stored in entries of the second tier: changing them means a new frame version there.
 */
final class ScopeHash {

    /** FNV-1a's prime; its offset basis is replaced by one seed for each kind of scope, so that kinds never meet. */
    private static final long PRIME = 0x100000001b3L;

    private static final long RESOURCE = 0x9e3779b97f4a7c15L;
    private static final long VERSIONED = 0xc2b2ae3d27d4eb4fL;
    private static final long TAG = 0x165667b19e3779f9L;
    private static final long URL = 0xd6e8feb86659fd93L;
    static final long PREFIX = 0xa0761d6478bd642fL;

    /** Stands for "some tag": what an entry with too many tags carries instead of them. */
    static final long ANY_TAG = finish(0xe7037ed1a0b428dbL);

    private ScopeHash() {}

    /** A purge of the resource whatever its version. */
    static long resource(ResourceKey key) {
        return finish(add(RESOURCE, key));
    }

    /** A purge of the resource below a version. */
    static long versioned(ResourceKey key) {
        return finish(add(VERSIONED, key));
    }

    static long tag(String tag) {
        return finish(add(TAG, tag));
    }

    /** @param url in its normal form, see {@link UrlForm} */
    static long url(String url) {
        return finish(add(URL, url));
    }

    private static long add(long state, ResourceKey key) {
        return add(add(add(state, key.collection()), '/'), key.id());
    }

    private static long add(long state, String text) {
        long sum = state;
        for (int i = 0; i < text.length(); i++) {
            sum = add(sum, text.charAt(i));
        }
        return sum;
    }

    static long add(long state, char c) {
        return (state ^ c) * PRIME;
    }

    /** MurmurHash3's finaliser: spreads each bit over all; 0 is kept free to mark an empty slot. */
    static long finish(long state) {
        long h = state;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        h ^= h >>> 33;
        return h == 0 ? 1 : h;
    }
}

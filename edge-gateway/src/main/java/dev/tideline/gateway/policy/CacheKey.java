package dev.tideline.gateway.policy;

/**
 * The primary cache key: route and normalised URI as length-prefixed parts, so that no two different requests can be
 * spelled into the same key (RFC 9111 §2).
 *
 * @param text the key; opaque, printable ASCII
 */
public record CacheKey(String text) {

    @Override
    public String toString() {
        return text;
    }
}

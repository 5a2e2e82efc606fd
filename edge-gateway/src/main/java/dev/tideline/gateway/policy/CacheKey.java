package dev.tideline.gateway.policy;

/**
 * The primary cache key: route and normalised URI as length-prefixed parts, so that no two different requests can be
 * spelled into the same key (RFC 9111 §2).
 *
 * @param text the key; opaque, printable ASCII
 */
public record CacheKey(String text) {

    /** After route, scheme and host. */
    private static final int PATH = 3;

    /** The path that was keyed, normalised: the fourth of its parts. */
    public String path() {
        int at = 0;
        for (int part = 0; ; part++) {
            int colon = text.indexOf(':', at);
            int end = colon + 1 + Integer.parseInt(text, at, colon, 10);
            if (part == PATH) {
                return text.substring(colon + 1, end);
            }
            at = end + 1;
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

package dev.tideline.gateway.policy;

/** What {@link KeyRules} makes of a request target. */
public sealed interface Keying {

    /**
     * It has a key.
     *
     * @param key the primary key
     * @param url the normalised absolute URI, for purging by URL and for resolving references
     * @param path the normalised path, for purging by prefix
     * @param target the normalised path and query: forward exactly this, so that what is asked is what was keyed
     */
    record Keyed(CacheKey key, String url, String path, String target) implements Keying {}

    /**
     * It can be read in more than one way: forward it untouched, store nothing.
     *
     * @param why a short token for {@code Cache-Status: detail}
     */
    record Bypass(String why) implements Keying {}

    /**
     * It is not a legal target: answer 400.
     *
     * @param why a short token
     */
    record Refused(String why) implements Keying {}
}

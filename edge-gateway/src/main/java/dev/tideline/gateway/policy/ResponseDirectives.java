package dev.tideline.gateway.policy;

import java.util.List;

/**
 * The cache directives of a response (RFC 9111 §5.2.2, RFC 5861, RFC 8246). Durations are in milliseconds; -1 means
 * absent; an invalid lifetime is 0, which makes the response stale (§4.2.1), and an invalid permission is absent.
 *
 * @param noCache {@code no-cache} without field names
 * @param noCacheFields the fields of {@code no-cache="..."}, lower case
 * @param isPrivate {@code private} without field names
 * @param privateFields the fields of {@code private="..."}, lower case
 * @param doubt something was so malformed that a restriction may hide in it
 */
record ResponseDirectives(
        boolean noStore,
        boolean noCache,
        List<String> noCacheFields,
        boolean isPrivate,
        List<String> privateFields,
        boolean isPublic,
        boolean mustRevalidate,
        boolean proxyRevalidate,
        boolean mustUnderstand,
        boolean immutable,
        long maxAgeMs,
        long sMaxAgeMs,
        long staleWhileRevalidateMs,
        long staleIfErrorMs,
        boolean doubt) {

    static final ResponseDirectives NONE = new DirectiveCollector().build();

    /** Reads {@code Cache-Control}. */
    static ResponseDirectives of(Fields fields) {
        return fields.has("Cache-Control") ? CacheControl.parse(fields.all("Cache-Control")) : NONE;
    }

    /** Whether a lifetime is stated. */
    boolean hasLifetime() {
        return maxAgeMs >= 0 || sMaxAgeMs >= 0;
    }
}

package dev.tideline.gateway.policy;

/**
 * The cache directives of a request (RFC 9111 §5.2.1, RFC 5861 §4). Durations are in milliseconds; -1 means absent.
 *
 * @param noCache a stored response may be used only after validation (§5.2.1.4)
 * @param noStore nothing of this exchange may be stored (§5.2.1.5)
 * @param onlyIfCached answer from the cache or with 504 (§5.2.1.7)
 * @param maxAgeMs the greatest age accepted (§5.2.1.1)
 * @param minFreshMs the shortest remaining freshness accepted (§5.2.1.3)
 * @param maxStaleMs how far past its lifetime a response is accepted; {@link Long#MAX_VALUE} for any (§5.2.1.2)
 * @param staleIfErrorMs how far past its lifetime a response is accepted on an error (RFC 5861 §4)
 */
public record RequestDirectives(
        boolean noCache,
        boolean noStore,
        boolean onlyIfCached,
        long maxAgeMs,
        long minFreshMs,
        long maxStaleMs,
        long staleIfErrorMs) {

    /** No directive at all. */
    public static final RequestDirectives NONE = new RequestDirectives(false, false, false, -1, -1, -1, -1);

    /** Parses {@code Cache-Control}, or {@code Pragma: no-cache} without one (RFC 9111 §5.4). Never throws. */
    public static RequestDirectives of(Fields fields) {
        return RequestDirectiveParser.parse(fields);
    }
}

package dev.tideline.gateway.policy;

import java.util.List;

/**
 * What a route may choose. Durations are in milliseconds.
 *
 * @param heuristics whether a response without explicit freshness gets a tenth of its age (RFC 9111 §4.2.2)
 * @param heuristicLimitMs the longest heuristic lifetime
 * @param targets targeted fields, the first valid one decides (RFC 9213 §2.2)
 * @param storePartial whether 206 answers are stored and combined (RFC 9111 §3.3, §3.4)
 * @param setCookie what to do with a response that sets a cookie (RFC 9111 §7.3)
 * @param disconnectedStaleMs how long past its lifetime a response may be served while the origin cannot be reached
 *     (RFC 9111 §4.2.4), unless the response forbids it; 0 = never
 * @param overrides what the route says in place of the origin
 */
public record PolicySettings(
        boolean heuristics,
        long heuristicLimitMs,
        List<String> targets,
        boolean storePartial,
        SetCookie setCookie,
        long disconnectedStaleMs,
        Overrides overrides) {

    /** The product's own targeted field, then the common one. */
    public static final List<String> DEFAULT_TARGETS = List.of("Tideline-Cache-Control", "CDN-Cache-Control");

    /** What the RFCs allow by default, with cookies kept out of shared answers unless the origin says they are shared. */
    public static final PolicySettings DEFAULT =
            new PolicySettings(true, 86_400_000L, DEFAULT_TARGETS, true, SetCookie.IF_SHARED, 0, Overrides.NONE);

    /** Copies the list. */
    public PolicySettings {
        targets = List.copyOf(targets);
    }

    /** These settings with other overrides. */
    public PolicySettings with(Overrides other) {
        return new PolicySettings(
                heuristics, heuristicLimitMs, targets, storePartial, setCookie, disconnectedStaleMs, other);
    }

    /** These settings with another treatment of cookies. */
    public PolicySettings with(SetCookie other) {
        return new PolicySettings(
                heuristics, heuristicLimitMs, targets, storePartial, other, disconnectedStaleMs, overrides);
    }

    /** What to do with a response that has {@code Set-Cookie}. */
    public enum SetCookie {
        /** Never store it. */
        REFUSE,
        /** Store it if it is marked for shared caches: {@code public}, {@code s-maxage} or a targeted field. */
        IF_SHARED,
        /** Treat it like any other field, as RFC 9111 §7.3 allows. */
        STORE
    }

    /**
     * A route's own word for an origin that sends no caching fields, or the wrong ones. -1 means "as the origin says".
     *
     * @param lifetimeMs the freshness lifetime
     * @param staleWhileRevalidateMs the window of RFC 5861 §3
     * @param staleIfErrorMs the window of RFC 5861 §4
     * @param onlyIfSilent use these only for a response without explicit freshness of its own
     */
    public record Overrides(
            long lifetimeMs, long staleWhileRevalidateMs, long staleIfErrorMs, boolean onlyIfSilent) {

        /** The origin decides. */
        public static final Overrides NONE = new Overrides(-1, -1, -1, true);
    }
}

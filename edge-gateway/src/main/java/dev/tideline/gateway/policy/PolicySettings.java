package dev.tideline.gateway.policy;

import java.util.List;

/**
 * What a route may choose. Durations are in milliseconds.
 *
 * @param heuristics which responses without explicit freshness get a tenth of their age (RFC 9111 §4.2.2)
 * @param heuristicLimitMs the longest heuristic lifetime
 * @param targets targeted fields, the first valid one decides (RFC 9213 §2.2); {@code Surrogate-Control} is read in the
 *     looser syntax of the Edge Architecture note
 * @param eager whether to do what the RFCs allow and seldom pays: to keep answers to POST (RFC 9110 §9.3.3), to ask for
 *     the rest of a part that has no validator, and to answer out of a part that came shorter than its origin said
 * @param setCookie what to do with a response that sets a cookie (RFC 9111 §7.3)
 * @param disconnectedStaleMs how long past its lifetime a response may be served while the origin cannot be reached
 *     (RFC 9111 §4.2.4), unless the response forbids it; 0 = never
 * @param matchLanguage whether a stored response also matches when {@code Accept-Language} is all it varies on and the
 *     language it has is the one the client wants most
 * @param trustNotModified whether a 304 whose entity tag is not the one we asked about still validates the stored
 *     response; RFC 9111 §4.3.4 says no, some origins need it
 * @param overrides what the route says in place of the origin
 */
public record PolicySettings(
        Heuristics heuristics,
        long heuristicLimitMs,
        List<String> targets,
        boolean eager,
        SetCookie setCookie,
        long disconnectedStaleMs,
        boolean matchLanguage,
        boolean trustNotModified,
        Overrides overrides) {

    /** The product's own targeted field, then the common one. */
    public static final List<String> DEFAULT_TARGETS = List.of("Tideline-Cache-Control", "CDN-Cache-Control");

    /** The RFCs, on the safe side wherever they leave a choice. */
    public static final PolicySettings DEFAULT = new PolicySettings(
            Heuristics.SUCCESS,
            86_400_000L,
            DEFAULT_TARGETS,
            false,
            SetCookie.IF_SHARED,
            0,
            false,
            false,
            Overrides.NONE);

    /** Everything a shared cache is permitted to do: as many hits as the RFCs allow, for origins that know them well. */
    public static final PolicySettings PERMISSIVE = new PolicySettings(
            Heuristics.ALL,
            86_400_000L,
            List.of("Tideline-Cache-Control", "CDN-Cache-Control", "Surrogate-Control"),
            true,
            SetCookie.STORE,
            0,
            true,
            true,
            Overrides.NONE);

    /** Copies the list. */
    public PolicySettings {
        targets = List.copyOf(targets);
    }

    /** These settings with other overrides. */
    public PolicySettings with(Overrides other) {
        return new PolicySettings(
                heuristics,
                heuristicLimitMs,
                targets,
                eager,
                setCookie,
                disconnectedStaleMs,
                matchLanguage,
                trustNotModified,
                other);
    }

    /** These settings with another treatment of cookies. */
    public PolicySettings with(SetCookie other) {
        return new PolicySettings(
                heuristics,
                heuristicLimitMs,
                targets,
                eager,
                other,
                disconnectedStaleMs,
                matchLanguage,
                trustNotModified,
                overrides);
    }

    /** These settings with other heuristics. */
    public PolicySettings with(Heuristics other) {
        return new PolicySettings(
                other,
                heuristicLimitMs,
                targets,
                eager,
                setCookie,
                disconnectedStaleMs,
                matchLanguage,
                trustNotModified,
                overrides);
    }

    /** These settings with another limit on stale answers while the origin cannot be reached. */
    public PolicySettings withDisconnectedStale(long ms) {
        return new PolicySettings(
                heuristics,
                heuristicLimitMs,
                targets,
                eager,
                setCookie,
                ms,
                matchLanguage,
                trustNotModified,
                overrides);
    }

    /** Which responses may get a heuristic lifetime. */
    public enum Heuristics {
        /** None. */
        OFF,
        /** Heuristically cacheable statuses below 400: errors are cached by explicit freshness only. */
        SUCCESS,
        /** All heuristically cacheable statuses (RFC 9110 §15.1) and whatever is marked {@code public}. */
        ALL
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
     * It never lifts {@code no-store}, {@code private} or {@code no-cache}.
     *
     * @param lifetimeMs the freshness lifetime of successful responses
     * @param negativeLifetimeMs the freshness lifetime of 404 and 410
     * @param staleWhileRevalidateMs the window of RFC 5861 §3
     * @param staleIfErrorMs the window of RFC 5861 §4
     * @param onlyIfSilent use these only for a response without explicit freshness of its own
     */
    public record Overrides(
            long lifetimeMs,
            long negativeLifetimeMs,
            long staleWhileRevalidateMs,
            long staleIfErrorMs,
            boolean onlyIfSilent) {

        /** The origin decides. */
        public static final Overrides NONE = new Overrides(-1, -1, -1, -1, true);
    }
}

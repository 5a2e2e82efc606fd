package dev.tideline.gateway.policy;

/**
 * Everything about a stored response that depends on time, computed once at insertion so that a hit only compares
 * numbers (RFC 9111 §4.2). All in milliseconds.
 *
 * @param responseTimeMs when the response was received, since the epoch; the moment the age is counted from
 * @param initialAgeMs corrected_initial_age (§4.2.3), not negative
 * @param lifetimeMs freshness_lifetime (§4.2.1), not negative
 * @param staleWhileRevalidateMs how long past its lifetime it may be served while it is refreshed (RFC 5861 §3); 0 = not
 * @param staleIfErrorMs how long past its lifetime it may be served when the origin fails (RFC 5861 §4); 0 = not
 * @param validateAlways {@code no-cache}: never used without validation (§5.2.2.4)
 * @param neverStale {@code must-revalidate}, {@code proxy-revalidate} or {@code s-maxage}: never served stale (§4.2.4)
 * @param immutable while fresh, a client's {@code max-age=0} does not force validation (RFC 8246 §2)
 * @param basis what the lifetime was taken from
 */
public record Freshness(
        long responseTimeMs,
        long initialAgeMs,
        long lifetimeMs,
        long staleWhileRevalidateMs,
        long staleIfErrorMs,
        boolean validateAlways,
        boolean neverStale,
        boolean immutable,
        Basis basis) {

    /** Where a lifetime came from (RFC 9111 §4.2.1, RFC 9213 §2.2). */
    public enum Basis {
        /** Configured for the route. */
        OVERRIDE,
        /** A targeted field such as {@code CDN-Cache-Control}. */
        TARGETED,
        /** {@code s-maxage}. */
        S_MAXAGE,
        /** {@code max-age}. */
        MAX_AGE,
        /** {@code Expires} minus {@code Date}. */
        EXPIRES,
        /** A tenth of the time since {@code Last-Modified} (§4.2.2). */
        HEURISTIC,
        /** Nothing: stale from the start, useful for validation only. */
        NONE
    }

    /** Stale from the start and of no use without validation. */
    public static final Freshness NONE = new Freshness(0, 0, 0, 0, 0, true, true, false, Basis.NONE);

    /** current_age (§4.2.3) at {@code nowMs}; a clock that went back counts as no time passed. */
    public long ageMs(long nowMs) {
        return Numbers.add(initialAgeMs, Math.max(0, nowMs - responseTimeMs));
    }

    /** The value of {@code Age} (§5.1) for an age in milliseconds: whole seconds, 2^31 at most (§1.2.2). */
    public static long ageSeconds(long ageMs) {
        return AgeField.seconds(ageMs);
    }

    /** What remains of the lifetime at {@code nowMs}; negative once stale. */
    public long ttlMs(long nowMs) {
        return lifetimeMs - ageMs(nowMs);
    }

    /** Whether the lifetime exceeds the age (§4.2). */
    public boolean isFresh(long nowMs) {
        return ttlMs(nowMs) > 0;
    }

    /** The last moment, since the epoch, at which any rule allows use without validation; a store may drop it after. */
    public long usableUntilMs() {
        long stale = neverStale ? 0 : Math.max(staleWhileRevalidateMs, staleIfErrorMs);
        return Numbers.add(responseTimeMs, Math.max(0, Numbers.add(lifetimeMs, stale) - initialAgeMs));
    }
}

package dev.tideline.gateway.policy;

import org.jspecify.annotations.Nullable;

/**
 * One member of {@code Cache-Status} (RFC 9211 §2). Build it up with the {@code with} methods, then {@link #appendTo}
 * the value the origin side sent.
 *
 * @param cache the name of this cache
 * @param hit whether the answer came from the cache without going forward
 * @param fwd why it went forward, or null on a hit
 * @param fwdStatus the status the next hop answered, or 0
 * @param ttlMs remaining lifetime in milliseconds, negative when stale, or {@link #NO_TTL}
 * @param stored whether the forwarded answer was stored
 * @param collapsed whether the request was merged with another one in flight
 * @param key the cache key, or null
 * @param detail a short explanation, or null
 */
public record CacheStatus(
        String cache,
        boolean hit,
        @Nullable ForwardReason fwd,
        int fwdStatus,
        long ttlMs,
        boolean stored,
        boolean collapsed,
        @Nullable String key,
        @Nullable String detail) {

    /** The ttl is not known. */
    public static final long NO_TTL = Long.MIN_VALUE;

    /** Answered without going forward (§2.1). */
    public static CacheStatus hit(String cache, long ttlMs) {
        return new CacheStatus(cache, true, null, 0, ttlMs, false, false, null, null);
    }

    /** Went forward for this reason (§2.2). */
    public static CacheStatus forwarded(String cache, ForwardReason why) {
        return new CacheStatus(cache, false, why, 0, NO_TTL, false, false, null, null);
    }

    /** With {@code fwd-status} (§2.3). */
    public CacheStatus withForwardStatus(int status) {
        return new CacheStatus(cache, hit, fwd, status, ttlMs, stored, collapsed, key, detail);
    }

    /** With {@code ttl} (§2.4). */
    public CacheStatus withTtl(long ms) {
        return new CacheStatus(cache, hit, fwd, fwdStatus, ms, stored, collapsed, key, detail);
    }

    /** With {@code stored} (§2.5). */
    public CacheStatus withStored(boolean value) {
        return new CacheStatus(cache, hit, fwd, fwdStatus, ttlMs, value, collapsed, key, detail);
    }

    /** With {@code collapsed} (§2.6). */
    public CacheStatus withCollapsed(boolean value) {
        return new CacheStatus(cache, hit, fwd, fwdStatus, ttlMs, stored, value, key, detail);
    }

    /** With {@code key} (§2.7). */
    public CacheStatus withKey(String value) {
        return new CacheStatus(cache, hit, fwd, fwdStatus, ttlMs, stored, collapsed, value, detail);
    }

    /** With {@code detail} (§2.8). */
    public CacheStatus withDetail(String value) {
        return new CacheStatus(cache, hit, fwd, fwdStatus, ttlMs, stored, collapsed, key, value);
    }

    /** The value of {@code ttl} (§2.4) for milliseconds: whole seconds, rounded down. */
    public static long ttlSeconds(long ms) {
        return CacheStatusRendering.ttlSeconds(ms);
    }

    /** The member alone, as a structured field item with parameters. */
    public String render() {
        return CacheStatusRendering.render(this);
    }

    /** The field value: this member after those of the caches nearer to the origin (§2). */
    public String appendTo(@Nullable String upstream) {
        String own = render();
        return upstream == null || upstream.isBlank() ? own : upstream + ", " + own;
    }
}

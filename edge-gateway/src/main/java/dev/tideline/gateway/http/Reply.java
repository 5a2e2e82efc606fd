package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.CacheStatus;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.ForwardReason;

/**
 * What a client is sent.
 *
 * @param fields the header section without the gateway's own fields
 * @param told how it came about
 * @param trailers what follows the content
 */
record Reply(int status, Fields fields, Body body, Told told, Trailers trailers) {

    Reply(int status, Fields fields, Body body, Told told) {
        this(status, fields, body, told, Trailers.NONE);
    }

    /**
     * How a reply came about, as the gateway's own fields say it.
     *
     * @param cachedAtMs when the origin sent it or last confirmed it, since the epoch; -1 if it was not stored
     * @param ageMs its age; -1 if it was not stored
     */
    record Told(Result result, CacheStatus status, long cachedAtMs, long ageMs) {}

    /** The values of {@code X-Cache-Status}. */
    enum Result {
        HIT("HIT"),
        HIT_STALE("HIT-STALE"),
        MISS("MISS"),
        BYPASS("BYPASS"),
        REVALIDATED("REVALIDATED");

        final String text;

        Result(String text) {
            this.text = text;
        }
    }

    /**
     * The same reply, told as one that waited for another request's fetch (RFC 9211 §2.6).
     *
     * @param why it would have gone forward
     */
    Reply collapsed(ForwardReason why) {
        CacheStatus was = told.status();
        CacheStatus status = was.hit() ? CacheStatus.forwarded(was.cache(), why).withTtl(was.ttlMs()) : was;
        Told retold = new Told(told.result(), status.withCollapsed(true), told.cachedAtMs(), told.ageMs());
        return new Reply(this.status, fields, body, retold, trailers);
    }
}

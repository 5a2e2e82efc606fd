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
     * @param vouched since when its data may be out of date
     */
    record Told(Result result, CacheStatus status, long cachedAtMs, long ageMs, Vouched vouched) {

        /** Of an answer that was not stored. */
        Told(Result result, CacheStatus status, Vouched vouched) {
            this(result, status, -1, -1, vouched);
        }

        /** Whether it was answered out of the cache, without asking the origin. */
        boolean isStored() {
            return result == Result.HIT || result == Result.HIT_STALE;
        }

        /** The same, of an answer whose data the origin was asked for at this moment. */
        Told askedAt(long requestMs) {
            return new Told(result, status, cachedAtMs, ageMs, new Vouched(requestMs, false));
        }
    }

    /**
     * As of when an answer shows the origin's data.
     *
     * @param fetchedMs no later than when the origin was asked, or was asked to confirm it, since the epoch; -1 for an
     *     answer without data of the origin
     * @param byLog whether it has passed the purge log's check, so that it is also current as of what the log covered
     */
    record Vouched(long fetchedMs, boolean byLog) {
        static final Vouched NOTHING = new Vouched(-1, false);

        /** Of an answer that the origin was asked for at this moment; errors show no data. */
        static Vouched asked(int status, long requestMs) {
            return status < 400 || status == 404 || status == 410 ? new Vouched(requestMs, false) : NOTHING;
        }
    }

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
        return told(
                new Told(told.result(), status.withCollapsed(true), told.cachedAtMs(), told.ageMs(), told.vouched()));
    }

    Reply told(Told retold) {
        return new Reply(this.status, fields, body, retold, trailers);
    }
}

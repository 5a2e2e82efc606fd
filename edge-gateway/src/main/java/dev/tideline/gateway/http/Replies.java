package dev.tideline.gateway.http;

import dev.tideline.gateway.http.Reply.Result;
import dev.tideline.gateway.http.Reply.Told;
import dev.tideline.gateway.http.Reply.Vouched;
import dev.tideline.gateway.policy.Answer;
import dev.tideline.gateway.policy.CacheStatus;
import dev.tideline.gateway.policy.ContentRange;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.ForwardReason;
import dev.tideline.gateway.policy.HopByHop;
import dev.tideline.gateway.store.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Makes replies: out of entries, out of the origin's answers, and when there is neither. */
final class Replies {

    private final String cache;
    private final Clock clock;

    /** @param cache the name of this cache in {@code Cache-Status} */
    Replies(String cache, Clock clock) {
        this.cache = cache;
        this.clock = clock;
    }

    /** A fresh hit. */
    Reply hit(Ask ask, Entry entry, long ttlMs) {
        return stored(ask, entry, Result.HIT, CacheStatus.hit(cache, ttlMs));
    }

    /** A stale hit. */
    Reply stale(Ask ask, Entry entry, long ttlMs) {
        return stored(ask, entry, Result.HIT_STALE, CacheStatus.hit(cache, ttlMs));
    }

    /** A stale answer in place of the origin's failure. */
    Reply staleOnError(Ask ask, Decided decided, Entry entry, long ttlMs, int status, String detail) {
        CacheStatus told = forwarded(decided.why()).withTtl(ttlMs).withDetail(detail);
        return stored(ask, entry, Result.HIT_STALE, status > 0 ? told.withForwardStatus(status) : told);
    }

    CacheStatus forwarded(ForwardReason why) {
        return CacheStatus.forwarded(cache, why);
    }

    /** What the policy answers out of an entry. */
    Reply stored(Ask ask, Entry entry, Result result, CacheStatus status) {
        long now = clock.millis();
        long age = entry.response().freshness().ageMs(now);
        Told told = new Told(
                result, status, entry.response().freshness().responseTimeMs(), age, Decided.vouched(entry, now));
        byte[] body = entry.body();
        return switch (ask.policy().answer(ask.request(), entry.response(), body.length, now)) {
            case Answer.Whole(int code, Fields fields) ->
                whole(ask, entry, code, fields.without(Headers.RESOURCE), told);
            case Answer.NotModified(Fields fields) -> new Reply(304, fields.without(Headers.RESOURCE), Body.NONE, told);
            case Answer.RangeNotSatisfiable(Fields fields) ->
                new Reply(416, fields.without(Headers.RESOURCE).with("Content-Length", "0"), Body.NONE, told);
            case Answer.Part(Fields fields, ContentRange range) ->
                new Reply(
                        206,
                        fields.without(Headers.RESOURCE).with("Content-Length", Long.toString(range.length())),
                        Body.Bytes.of(body, offset(entry, range), (int) range.length()),
                        told);
            case Answer.Parts parts -> parts(entry, parts, told);
        };
    }

    private static Reply whole(Ask ask, Entry entry, int code, Fields fields, Told told) {
        byte[] body = entry.body();
        if (code == 204 || code == 304) {
            return new Reply(code, fields, Body.NONE, told);
        }
        Fields sized = fields.with("Content-Length", Integer.toString(body.length));
        return ask.request().isHead()
                ? new Reply(code, sized, Body.NONE, told)
                : new Reply(code, sized, Body.Bytes.of(body), told, Trailers.of(entry.trailers()));
    }

    private static Reply parts(Entry entry, Answer.Parts parts, Told told) {
        List<ByteBuffer> slices = new ArrayList<>();
        for (Answer.PartHead part : parts.parts()) {
            slices.add(text(part.head()));
            slices.add(ByteBuffer.wrap(entry.body(), offset(entry, part.range()), (int)
                    part.range().length()));
        }
        slices.add(text(parts.tail()));
        Fields sized = parts.fields().without(Headers.RESOURCE).with("Content-Length", Long.toString(parts.length()));
        return new Reply(206, sized, new Body.Bytes(slices, parts.length()), told);
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Where a range starts in the stored bytes, which may themselves start later than the representation. */
    private static int offset(Entry entry, ContentRange range) {
        ContentRange part = entry.response().part();
        return (int) (range.first() - (part == null ? 0 : part.first()));
    }

    /** The origin's answer as it came, with a body that is on its way. */
    Reply forwarded(Ask ask, OriginAnswer answer, Body body, CacheStatus status) {
        Fields fields = HopByHop.removed(answer.head().fields()).without(Headers.RESOURCE);
        Vouched vouched = Vouched.asked(answer.status(), answer.head().requestTimeMs());
        Told told = new Told(Result.MISS, status.withForwardStatus(answer.status()), vouched);
        if (ask.request().isHead()) {
            body.abandon();
            return new Reply(answer.status(), fields, Body.NONE, told);
        }
        return new Reply(answer.status(), fields, body, told, Trailers.of(answer));
    }

    /** Nothing stored and {@code only-if-cached} (RFC 9111 §5.2.1.7). */
    Reply notCached() {
        CacheStatus status = forwarded(ForwardReason.REQUEST).withDetail("only-if-cached");
        return Problems.reply(
                504,
                "Gateway Timeout",
                "Nothing stored satisfies the request, and it forbids to ask the origin.",
                new Told(Result.MISS, status, Vouched.NOTHING));
    }

    /** No answer from the origin and nothing to stand in for it. */
    Reply failed(ForwardReason why, OriginFailure failure) {
        CacheStatus status = forwarded(why).withDetail(failure.token);
        Reply reply = Problems.reply(
                failure.status, failure.title, failure.detail, new Told(Result.MISS, status, Vouched.NOTHING));
        return failure.status == 503
                ? new Reply(reply.status(), reply.fields().with("Retry-After", "1"), reply.body(), reply.told())
                : reply;
    }

    /** Older than the placement lets anybody see it. */
    Reply tooStale() {
        CacheStatus status = forwarded(ForwardReason.STALE).withDetail("staleness-limit");
        Reply reply = Problems.reply(
                503,
                "Service Unavailable",
                "What is stored may be older than the placement allows.",
                new Told(Result.MISS, status, Vouched.NOTHING));
        return new Reply(reply.status(), reply.fields().with("Retry-After", "1"), reply.body(), reply.told());
    }

    long now() {
        return clock.millis();
    }
}

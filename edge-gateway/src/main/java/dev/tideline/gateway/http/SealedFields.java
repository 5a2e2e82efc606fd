package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.CacheStatus;
import dev.tideline.gateway.policy.Freshness;
import dev.tideline.gateway.purge.Staleness;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The header section of a sealed hit as HTTP/2 sends it, where names are in lower case and the status is a field (RFC 9113
 * section 8.3.2).
 *
 * @param status of the answer
 * @param unchanged names and values in turn
 * @param beforeTtl the value of {@code Cache-Status} as far as its ttl
 * @param afterTtl the rest of it
 * @param bounded whether there is an {@code X-Data-Staleness-Bound-Ms}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SealedFields(AsciiString status, AsciiString[] unchanged, String beforeTtl, String afterTtl, boolean bounded) {

    private static final AsciiString AGE = AsciiString.cached("age");
    private static final AsciiString AGE_MS = AsciiString.cached("x-data-age-ms");
    private static final AsciiString CACHE_STATUS = AsciiString.cached("cache-status");
    private static final AsciiString BOUND = new AsciiString(Staleness.BOUND).toLowerCase();
    private static final int CHANGING = 8;

    /**
     * Reads them out of the head of HTTP/1.1 that was made of the same answer.
     *
     * @param head a status line, and field lines with one space behind the colon
     */
    static SealedFields of(int status, byte[] head, String beforeTtl, String afterTtl, boolean bounded) {
        byte[] lower = head.clone();
        List<AsciiString> fields = new ArrayList<>();
        int at = behindLine(lower, 0);
        while (at < lower.length) {
            int next = behindLine(lower, at);
            int colon = at;
            while (lower[colon] != ':') {
                lower[colon] = (byte) Character.toLowerCase(lower[colon]);
                colon++;
            }
            fields.add(new AsciiString(lower, at, colon - at, false));
            fields.add(new AsciiString(lower, colon + 2, next - 2 - (colon + 2), false));
            at = next;
        }
        return new SealedFields(
                new AsciiString(Integer.toString(status)),
                fields.toArray(AsciiString[]::new),
                beforeTtl,
                afterTtl,
                bounded);
    }

    private static int behindLine(byte[] head, int from) {
        int at = from;
        while (head[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    /** @param boundMs ignored where there is none */
    Http2Headers fields(long ageMs, long ttlMs, long boundMs) {
        int size = unchanged.length;
        AsciiString[] fields = Arrays.copyOf(unchanged, size + (bounded ? CHANGING : CHANGING - 2));
        fields[size] = AGE;
        fields[size + 1] = decimal(Freshness.ageSeconds(ageMs));
        fields[size + 2] = CACHE_STATUS;
        fields[size + 3] = new AsciiString(beforeTtl + CacheStatus.ttlSeconds(ttlMs) + afterTtl);
        fields[size + 4] = AGE_MS;
        fields[size + 5] = decimal(ageMs);
        if (bounded) {
            fields[size + 6] = BOUND;
            fields[size + 7] = decimal(boundMs);
        }
        return ReadOnlyHttp2Headers.serverHeaders(false, status, fields);
    }

    private static AsciiString decimal(long value) {
        return new AsciiString(Long.toString(value));
    }
}

package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.CacheStatus;
import dev.tideline.gateway.policy.Freshness;
import dev.tideline.gateway.policy.StoredResponse;
import dev.tideline.gateway.purge.Staleness;
import dev.tideline.gateway.store.Entry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * A hit, written out once: only four numbers and the body differ from answer to answer. It does not keep an entry alive that
 * the tier has let go, and serves one that was read from the second tier again.
 */
final class SealedHit {

    private static final Set<String> CHANGING = Set.of("Age", "Cache-Status", "X-Data-Age-Ms", Staleness.BOUND);
    private static final String TTL = ";ttl=";
    private static final byte[] AGE = ascii("Age: ");
    private static final byte[] CACHE_STATUS = ascii("\r\nCache-Status: ");
    private static final byte[] AGE_MS = ascii("\r\nX-Data-Age-Ms: ");
    private static final byte[] BOUND = ascii("\r\n" + Staleness.BOUND + ": ");
    private static final byte[] END = ascii("\r\n\r\n");
    private static final int NUMBERS = 4 * 20;

    /** Whose head it is. */
    private final StoredResponse response;

    private final int length;
    private final int status;
    private final @Nullable String version;
    private final byte[] head;
    private final byte[] beforeTtl;
    private final byte[] afterTtl;
    private final boolean bounded;
    private volatile @Nullable SealedFields http2;

    private SealedHit(Entry entry, int status, HttpHeaders fields, String beforeTtl, String afterTtl) {
        this.response = entry.response();
        this.length = entry.body().length;
        this.status = status;
        this.version = fields.getFirst(Headers.VERSION);
        this.head = ascii(head(status, fields));
        this.beforeTtl = ascii(beforeTtl);
        this.afterTtl = ascii(afterTtl);
        this.bounded = fields.containsHeader(Staleness.BOUND);
    }

    /**
     * Seals a fresh hit.
     *
     * @param fields all of the answer's fields, the gateway's own among them
     * @return null if the answer is not of the plain kind
     */
    static @Nullable SealedHit of(Entry entry, Reply reply, HttpHeaders fields) {
        boolean plain = reply.body() instanceof Body.Bytes body
                && body.length() == entry.body().length
                && entry.trailers().size() == 0;
        String cacheStatus = fields.getFirst("Cache-Status");
        int ttl = cacheStatus == null ? -1 : cacheStatus.lastIndexOf(TTL);
        if (!plain || cacheStatus == null || ttl < 0) {
            return null;
        }
        int from = ttl + TTL.length();
        int to = from;
        while (to < cacheStatus.length() && Character.isDigit(cacheStatus.charAt(to))) {
            to++;
        }
        return new SealedHit(entry, reply.status(), fields, cacheStatus.substring(0, from), cacheStatus.substring(to));
    }

    private static String head(int status, HttpHeaders fields) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(HttpResponseStatus.valueOf(status))
                .append("\r\n");
        fields.forEach((name, values) -> {
            if (CHANGING.stream().noneMatch(name::equalsIgnoreCase)) {
                values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n"));
            }
        });
        return head.toString();
    }

    /** Whether it says what an entry's own would say. */
    boolean isOf(Entry entry) {
        return response.equals(entry.response())
                && length == entry.body().length
                && entry.trailers().size() == 0;
    }

    int status() {
        return status;
    }

    /** As {@code X-Data-Version} says, if it does. */
    @Nullable
    String version() {
        return version;
    }

    /** Whether there is an {@code X-Data-Staleness-Bound-Ms}. */
    boolean bounded() {
        return bounded;
    }

    /** The header section for HTTP/2; made when it is first asked for. */
    SealedFields http2() {
        SealedFields made = http2;
        if (made == null) {
            String before = new String(beforeTtl, StandardCharsets.ISO_8859_1);
            String after = new String(afterTtl, StandardCharsets.ISO_8859_1);
            made = SealedFields.of(status, head, before, after, bounded);
            http2 = made;
        }
        return made;
    }

    /**
     * The whole response for HTTP/1.1.
     *
     * @param body of an entry that this {@link #isOf is of}
     * @param boundMs ignored where there is none
     */
    ByteBuf write(ByteBufAllocator buffers, byte[] body, long ageMs, long ttlMs, long boundMs) {
        ByteBuf out = buffers.directBuffer(head.length
                + CACHE_STATUS.length
                + beforeTtl.length
                + afterTtl.length
                + AGE_MS.length
                + BOUND.length
                + NUMBERS
                + body.length);
        out.writeBytes(head).writeBytes(AGE);
        Decimals.write(out, Freshness.ageSeconds(ageMs));
        out.writeBytes(CACHE_STATUS).writeBytes(beforeTtl);
        Decimals.write(out, CacheStatus.ttlSeconds(ttlMs));
        out.writeBytes(afterTtl).writeBytes(AGE_MS);
        Decimals.write(out, ageMs);
        if (bounded) {
            out.writeBytes(BOUND);
            Decimals.write(out, boundMs);
        }
        return out.writeBytes(END).writeBytes(body);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

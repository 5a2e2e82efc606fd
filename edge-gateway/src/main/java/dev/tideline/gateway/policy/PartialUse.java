package dev.tideline.gateway.policy;

import dev.tideline.gateway.policy.ServeDecision.Forward;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a stored part of a representation is good for (RFC 9111 §3.3, §3.4). */
final class PartialUse {

    private final boolean eager;

    PartialUse(boolean eager) {
        this.eager = eager;
    }

    /** Whether the request asks for a range wholly within the stored part. */
    boolean covers(CacheRequest request, StoredResponse stored) {
        ContentRange part = stored.part();
        if (part == null) {
            return true;
        }
        if (!Ranges.applies(request, stored)) {
            return false;
        }
        List<ContentRange> wanted = Ranges.resolve(request.fields(), part.completeLength());
        return wanted != null
                && wanted.size() == 1
                && wanted.getFirst().first() >= part.first()
                && wanted.getFirst().first() <= part.last()
                && wanted.getFirst().last() <= lastOf(stored, part);
    }

    /**
     * The last position of the part: the last that came. An origin may have said that it sends more; who wants to the end
     * of that may be sent what came of it, since a 206 says itself what it holds (RFC 9110 §15.3.7).
     */
    private long lastOf(StoredResponse stored, ContentRange part) {
        ContentRange said = eager ? ContentRange.parse(stored.fields().first("Content-Range")) : null;
        return said == null ? part.last() : said.last();
    }

    /**
     * Ask for what is missing, if the request wants everything, one run is missing, and a strong validator makes sure
     * that both belong together (RFC 9110 §15.3.7.3); else ask for what the client asked for. Without a validator, only a
     * whole answer can come of it, from an origin that does not know ranges.
     */
    ServeDecision forward(CacheRequest request, StoredResponse stored, boolean usable) {
        ContentRange part = stored.part();
        if (part == null || !usable || request.isHead() || request.fields().has("Range") || part.completeLength() < 0) {
            return new Forward(ForwardReason.PARTIAL, Fields.empty());
        }
        String missing = part.first() == 0
                ? "bytes=" + (part.last() + 1) + '-'
                : part.last() == part.completeLength() - 1 ? "bytes=0-" + (part.first() - 1) : null;
        String validator = strongValidator(stored);
        if (missing == null || (validator == null && !eager)) {
            return new Forward(ForwardReason.PARTIAL, Fields.empty());
        }
        Fields range = Fields.of("Range", missing);
        return new Forward(ForwardReason.PARTIAL, validator == null ? range : range.with("If-Range", validator));
    }

    private static @Nullable String strongValidator(StoredResponse stored) {
        EntityTag etag = stored.validators().etag();
        if (etag != null) {
            return etag.weak() ? null : etag.toString();
        }
        return stored.validators().lastModifiedIsStrong() ? stored.fields().first("Last-Modified") : null;
    }
}

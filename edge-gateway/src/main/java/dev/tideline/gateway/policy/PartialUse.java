package dev.tideline.gateway.policy;

import dev.tideline.gateway.policy.ServeDecision.Forward;
import java.util.List;

/** What a stored part of a representation is good for (RFC 9111 §3.3, §3.4). */
final class PartialUse {

    private PartialUse() {}

    /** Whether the request asks for ranges wholly within the stored part. */
    static boolean covers(CacheRequest request, StoredResponse stored) {
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
                && wanted.getFirst().last() <= part.last();
    }

    /**
     * Ask for what is missing, if the request wants everything, one run is missing, and a strong validator makes sure
     * that both belong together (RFC 9110 §15.3.7.3); else ask for what the client asked for.
     */
    static ServeDecision forward(CacheRequest request, StoredResponse stored, boolean usable) {
        ContentRange part = stored.part();
        EntityTag etag = stored.validators().etag();
        if (part == null || !usable || request.isHead() || request.fields().has("Range") || part.completeLength() < 0) {
            return new Forward(ForwardReason.PARTIAL, Fields.empty());
        }
        String validator = etag != null && !etag.weak()
                ? etag.toString()
                : etag == null && stored.validators().lastModifiedIsStrong()
                        ? stored.fields().first("Last-Modified")
                        : null;
        String missing = part.first() == 0
                ? "bytes=" + (part.last() + 1) + '-'
                : part.last() == part.completeLength() - 1 ? "bytes=0-" + (part.first() - 1) : null;
        return validator == null || missing == null
                ? new Forward(ForwardReason.PARTIAL, Fields.empty())
                : new Forward(ForwardReason.PARTIAL, Fields.of("Range", missing, "If-Range", validator));
    }
}

package dev.tideline.gateway.policy;

import org.jspecify.annotations.Nullable;

/** What may be kept of a transfer that ended early (RFC 9111 §3.3). */
final class Completeness {

    private Completeness() {}

    static @Nullable StoredResponse of(StoredResponse stored, long bytes) {
        ContentRange part = stored.part();
        if (part != null) {
            return ofPart(stored, part, bytes);
        }
        long expected = RangeParser.contentLength(stored.fields());
        if (expected < 0 || expected == bytes) {
            return stored;
        }
        // A beginning is of use only if the rest can be fetched and known to belong to it.
        boolean continuable = stored.status() == 200
                && bytes > 0
                && bytes < expected
                && stored.validators().strong()
                && !stored.fields().has("Content-Encoding");
        return continuable
                ? with(stored, stored.fields().without("Content-Length"), new ContentRange(0, bytes - 1, expected))
                : null;
    }

    private static @Nullable StoredResponse ofPart(StoredResponse stored, ContentRange part, long bytes) {
        if (bytes == part.length()) {
            return stored;
        }
        if (bytes <= 0 || bytes > part.length()) {
            return null;
        }
        ContentRange came = new ContentRange(part.first(), part.first() + bytes - 1, part.completeLength());
        // What the origin said is kept beside what came.
        return with(stored, stored.fields().with("Content-Range", part.render()), came);
    }

    private static StoredResponse with(StoredResponse stored, Fields fields, ContentRange part) {
        return new StoredResponse(
                stored.status(),
                fields,
                stored.freshness(),
                stored.vary(),
                stored.variant(),
                part,
                stored.validators());
    }
}

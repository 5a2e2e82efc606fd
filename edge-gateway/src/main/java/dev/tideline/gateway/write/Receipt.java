package dev.tideline.gateway.write;

import dev.tideline.events.Operation;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.WritePosition;
import dev.tideline.events.WriteRequested;
import java.time.Instant;
import java.util.UUID;

/** A write that the queue has: what its client may be told without asking anyone. */
record Receipt(
        UUID writeId,
        ResourceKey resource,
        Operation operation,
        String fingerprint,
        WritePosition position,
        Instant acceptedAt) {

    private static final int SHORT_FINGERPRINT = 16;

    static Receipt of(WriteRequested write, WritePosition position) {
        return new Receipt(
                write.writeId(),
                write.resource(),
                write.operation(),
                write.fingerprint(),
                position,
                write.acceptedAt());
    }

    /**
     * Where the write's outcome is told. The position makes a write that is not applied yet known everywhere; the
     * fingerprint, under a key, tells its outcome from that of another request with the same key.
     */
    String location() {
        return location(writeId, fingerprint) + (Digests.isOfKey(writeId) ? "&" : "?") + "at=" + position;
    }

    /** As {@link #location()}, where the position is not known. */
    static String location(UUID writeId, String fingerprint) {
        String path = "/writes/" + writeId;
        return Digests.isOfKey(writeId) ? path + "?of=" + fingerprint.substring(0, SHORT_FINGERPRINT) : path;
    }
}

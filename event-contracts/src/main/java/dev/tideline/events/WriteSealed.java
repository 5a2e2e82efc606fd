package dev.tideline.events;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * A write of a residency-bound document, encrypted under its data subject's key: whoever has the log has the write only as long
 * as the key is.
 *
 * @param subject whose key it is
 * @param sealed the {@link WriteRequested}, encoded, under AES-256-GCM, in Base64; bound to {@link #place()}
 */
public record WriteSealed(UUID writeId, ResourceKey resource, String subject, String sealed) implements WriteLogRecord {

    /** Stands where the fingerprint of a write would, before it is opened. */
    public static final String NO_FINGERPRINT = "0".repeat(64);

    public WriteSealed {
        requireNonNull(writeId, "writeId");
        requireNonNull(resource, "resource");
        requireNonNull(subject, "subject");
        requireNonNull(sealed, "sealed");
    }

    /** What the seal is bound to: it opens for this write of this resource only. */
    public byte[] place() {
        return place(writeId, resource);
    }

    /** {@link #place()} of a write that is to be sealed. */
    public static byte[] place(UUID writeId, ResourceKey resource) {
        return ("write\n" + writeId + '\n' + resource).getBytes(StandardCharsets.UTF_8);
    }

    /** What can be said of the write without its key: its name, and nothing that could be applied. */
    public WriteRequested remains() {
        return new WriteRequested(
                writeId,
                resource,
                Operation.DELETE,
                null,
                new Precondition.None(),
                "",
                NO_FINGERPRINT,
                Instant.EPOCH,
                "");
    }
}

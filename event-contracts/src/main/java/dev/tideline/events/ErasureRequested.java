package dev.tideline.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;

/**
 * An operator's order to erase a data subject: its documents are to be removed and its key destroyed, for good. Writes of the
 * subject that are not applied by then are refused.
 *
 * @param erasureId names the erasure everywhere
 * @param subject the data subject's id
 */
public record ErasureRequested(UUID erasureId, String subject, Instant requestedAt) implements WriteLogRecord {

    /** @throws IllegalArgumentException if the subject cannot be part of a resource's id */
    public ErasureRequested {
        requireNonNull(erasureId, "erasureId");
        requireNonNull(requestedAt, "requestedAt");
        if (!ResourceKey.isId(subject)) {
            throw new IllegalArgumentException("not a subject's id");
        }
    }
}

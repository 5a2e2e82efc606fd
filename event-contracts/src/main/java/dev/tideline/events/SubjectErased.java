package dev.tideline.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;

/**
 * A data subject was erased: committed, and its documents' {@link ResourceChanged} stand before this record in its partition.
 * Whose erasure it was is not said, for every region may read it. May be delivered more than once.
 *
 * @param resources how many documents were removed
 * @param keyDestroyed whether there was a key, which is destroyed now; false where nothing had ever been encrypted under one
 */
public record SubjectErased(UUID erasureId, Instant requestedAt, Instant erasedAt, int resources, boolean keyDestroyed)
        implements ChangeLogRecord {

    public SubjectErased {
        requireNonNull(erasureId, "erasureId");
        requireNonNull(requestedAt, "requestedAt");
        requireNonNull(erasedAt, "erasedAt");
    }
}

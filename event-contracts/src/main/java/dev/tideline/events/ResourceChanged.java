package dev.tideline.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A resource has a new committed version. May be delivered more than once.
 *
 * @param version the version committed, from 1; a delete makes a version too
 * @param deleted whether that version is a tombstone
 * @param position of the write that made it
 * @param tags what the placement's tag rules give for the document before and after
 */
public record ResourceChanged(
        ResourceKey resource,
        long version,
        boolean deleted,
        UUID writeId,
        WritePosition position,
        Set<String> tags,
        Instant committedAt)
        implements ChangeLogRecord {

    /** @throws IllegalArgumentException if the version is below 1 */
    public ResourceChanged {
        requireNonNull(resource, "resource");
        requireNonNull(writeId, "writeId");
        requireNonNull(position, "position");
        requireNonNull(committedAt, "committedAt");
        tags = Set.copyOf(tags);
        if (version < 1) {
            throw new IllegalArgumentException("version must be at least 1, not " + version);
        }
    }
}

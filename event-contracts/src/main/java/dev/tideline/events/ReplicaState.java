package dev.tideline.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The whole of a resource of tier replicated, as it was committed. Keyed by the resource, so that compaction leaves the last; may
 * be delivered more than once, and never to be taken in place of a higher version.
 *
 * @param version from 1
 * @param body JSON text; null for a tombstone
 * @param madeBy names the write that made this version; null where that is not known
 */
public record ReplicaState(
        ResourceKey resource,
        long version,
        @Nullable String body,
        Instant updatedAt,
        @Nullable SessionTicket madeBy) implements ReplicaLogRecord {

    /** @throws IllegalArgumentException if the version is below 1 */
    public ReplicaState {
        requireNonNull(resource, "resource");
        requireNonNull(updatedAt, "updatedAt");
        if (version < 1) {
            throw new IllegalArgumentException("version must be at least 1, not " + version);
        }
    }
}

package dev.tideline.origin.store;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.SessionTicket;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A resource as Postgres has it.
 *
 * @param version from 1
 * @param body JSON text; null for a tombstone
 * @param madeBy names the write that made this version; null where that is not known
 */
public record Stored(
        ResourceKey resource,
        long version,
        @Nullable String body,
        Instant updatedAt,
        @Nullable SessionTicket madeBy) {}

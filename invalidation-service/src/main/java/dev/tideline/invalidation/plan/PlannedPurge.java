package dev.tideline.invalidation.plan;

import dev.tideline.events.Scope;
import java.time.Instant;
import java.util.List;

/**
 * What one record of the purge log shall say.
 *
 * @param committedAt of the earliest change in the batch: the lag that gateways measure is then the longest
 */
public record PlannedPurge(List<Scope> scopes, Instant committedAt) {
    public PlannedPurge {
        scopes = List.copyOf(scopes);
    }
}

package dev.tideline.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Entries made before this record's place in the log, and reached by one of its scopes, are dead (or stale, if soft).
 *
 * @param scopes at least one
 * @param regions whose gateways it concerns; empty means all
 * @param committedAt when the change was committed that caused it; null for an operator's purge
 */
public record PurgeIssued(
        UUID purgeId,
        List<Scope> scopes,
        Mode mode,
        Set<String> regions,
        Cause cause,
        Instant issuedAt,
        @Nullable Instant committedAt)
        implements PurgeLogRecord {

    /** Whether a purged entry may still be served while it is revalidated or when the origin fails. */
    public enum Mode {
        HARD,
        SOFT
    }

    /** Who asked. */
    public enum Cause {
        CHANGE,
        OPERATOR
    }

    /** @throws IllegalArgumentException if there is no scope */
    public PurgeIssued {
        requireNonNull(purgeId, "purgeId");
        requireNonNull(mode, "mode");
        requireNonNull(cause, "cause");
        requireNonNull(issuedAt, "issuedAt");
        scopes = List.copyOf(scopes);
        regions = Set.copyOf(regions);
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("a purge needs a scope");
        }
    }
}

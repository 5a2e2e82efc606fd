package dev.tideline.events;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param erasure what it is the receipt of: every purge that the erasure needs is before it in the log; null for any other
 */
public record PurgeIssued(
        UUID purgeId,
        List<Scope> scopes,
        Mode mode,
        Set<String> regions,
        Cause cause,
        Instant issuedAt,
        @Nullable Instant committedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SubjectErased erasure)
        implements PurgeLogRecord {

    /** A purge that is no erasure's receipt. */
    public PurgeIssued(
            UUID purgeId,
            List<Scope> scopes,
            Mode mode,
            Set<String> regions,
            Cause cause,
            Instant issuedAt,
            @Nullable Instant committedAt) {
        this(purgeId, scopes, mode, regions, cause, issuedAt, committedAt, null);
    }

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

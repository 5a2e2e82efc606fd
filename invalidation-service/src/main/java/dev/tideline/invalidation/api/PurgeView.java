package dev.tideline.invalidation.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A purge and how far it has come. */
@Schema(name = "Purge")
record PurgeView(
        UUID id,

        @Schema(
                description = "applied when every live instance it concerns has applied it",
                allowableValues = {"applied", "pending"})
        String state,

        @Schema(allowableValues = {"hard", "soft"}) String mode,

        @Schema(description = "empty for all") Set<String> regions,

        @Schema(
                description = "who asked: a committed change, or an operator",
                allowableValues = {"change", "operator"})
        String cause,

        @Schema(description = "what it reaches, at most the first 100")
        List<ScopeView> scopes,

        int scopeCount,
        Instant issuedAt,

        @Schema(description = "of its record in the purge log")
        long offset,

        @Schema(description = "live instances that have not applied it")
        List<String> waitingFor,

        List<ReceiptView> instances) {

    /** One scope, as the request names it. */
    @Schema(name = "Scope")
    record ScopeView(
            @Schema(allowableValues = {"url", "key", "tag", "prefix", "everything"})
            String by,

            @Nullable String value,

            @Schema(description = "of a resource: entries at this version or above are spared") @Nullable
            Long version) {}

    /** How far one instance is. */
    @Schema(name = "Receipt")
    record ReceiptView(
            String instance,
            String region,

            @Schema(allowableValues = {"applied", "lagging", "gone"})
            String state,

            @Schema(description = "milliseconds from commit, or issue, to application; absent if not reported")
            @JsonProperty("lagMs")
            @Nullable
            Long lagMs) {}
}

package dev.tideline.invalidation.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An erasure and how far it has come. Whose it is stands in the home's Postgres only. */
@Schema(name = "Erasure")
record ErasureView(
        UUID id,

        @Schema(
                description =
                        "requested: in the write queue. erased: the documents are removed and the key is destroyed. "
                                + "confirmed: every live instance has said that it serves none of it",
                allowableValues = {"requested", "erased", "confirmed"})
        String state,

        Instant requestedAt,

        @Nullable Instant erasedAt,

        @Schema(description = "how many documents were removed") @Nullable
        Integer resources,

        @Schema(description = "false where nothing had ever been encrypted for the subject") @Nullable
        Boolean keyDestroyed,

        @Nullable Instant confirmedAt,

        @Schema(description = "the instances that have confirmed")
        List<String> confirmedBy,

        @Schema(description = "live instances that have not")
        List<String> waitingFor) {}

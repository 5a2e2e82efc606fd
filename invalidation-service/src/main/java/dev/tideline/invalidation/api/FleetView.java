package dev.tideline.invalidation.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gateway instances as last heard. */
@Schema(name = "Fleet")
record FleetView(
        @Schema(description = "identity of the purge log") String log,

        @Schema(description = "of its last record") long lastOffset,

        @Schema(description = "false while this service has just started and may not have heard of all")
        boolean complete,

        List<InstanceView> instances) {

    /** One instance. */
    @Schema(name = "Instance")
    record InstanceView(
            String instance,
            String region,
            String colo,

            @Schema(allowableValues = {"live", "gone"}) String presence,

            boolean ready,

            @Schema(description = "of the last record applied")
            long appliedOffset,

            @Schema(description = "records behind the last one")
            long lag,

            @Schema(description = "milliseconds from commit, or issue, to application of its latest purge") @Nullable
            Long lastLagMs,

            @Schema(description = "milliseconds it was behind the last commit, at most, when it was last heard")
            @Nullable
            Long stalenessMs,

            long entries,
            long bytes,
            long hits,
            long misses,

            @Schema(description = "hits of all lookups since it started; absent before the first") @Nullable
            Double hitRatio,

            Instant lastHeard,

            @Schema(description = "milliseconds since then") long silentMs) {}
}

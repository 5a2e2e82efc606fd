package dev.tideline.gateway.write;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.WritePosition;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the origin says of a write. */
sealed interface WriteOutcome {

    /** It is in the queue, or may be. */
    record Pending() implements WriteOutcome {}

    /** The origin does not know it. */
    record Unknown() implements WriteOutcome {}

    /** The origin cannot be asked. */
    record Unreachable() implements WriteOutcome {}

    /**
     * It is decided, for good unless an operator replays a dead letter.
     *
     * @param version the one that it made or, for a conflict, the one that stood in its way; null where there is none
     * @param created whether the resource did not exist before
     * @param fingerprint of the request that was decided; null where the origin does not say
     * @param problem why it was not applied, as RFC 9457 has it; empty where it was
     */
    record Decided(
            UUID writeId,
            Status status,
            ResourceKey resource,
            @Nullable Long version,
            boolean created,
            @Nullable String fingerprint,
            @Nullable WritePosition position,
            @Nullable Instant at,
            Map<String, Object> problem)
            implements WriteOutcome {

        public Decided {
            problem = Map.copyOf(problem);
        }
    }

    /** How a write was decided. */
    enum Status {
        APPLIED("applied", 200),
        CONFLICT("conflict", 409),
        REJECTED("rejected", 422),
        DEAD_LETTERED("dead-lettered", 500);

        private final String text;
        private final int httpStatus;

        Status(String text, int httpStatus) {
            this.text = text;
            this.httpStatus = httpStatus;
        }

        String text() {
            return text;
        }

        /** What a client that waited is answered with, where the problem does not say. */
        int httpStatus() {
            return httpStatus;
        }

        static @Nullable Status parse(String text) {
            for (Status status : values()) {
                if (status.text.equals(text)) {
                    return status;
                }
            }
            return null;
        }
    }
}

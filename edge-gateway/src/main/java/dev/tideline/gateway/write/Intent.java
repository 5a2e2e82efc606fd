package dev.tideline.gateway.write;

import dev.tideline.events.Operation;
import dev.tideline.events.Precondition;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.Residency;
import org.jspecify.annotations.Nullable;

/**
 * What a request's head asks for, before its body is read.
 *
 * @param id null where the server makes it
 * @param caller a digest of the credential, or {@code anonymous}
 * @param idempotencyKey null where there is none
 * @param maxBytes of the body; 0 where there must be none
 */
record Intent(
        CollectionPlacement collection,
        @Nullable String id,
        Operation operation,
        Precondition precondition,
        String caller,
        @Nullable String idempotencyKey,
        long maxBytes)
        implements WriteAdmission.Head {

    /** Whether only the body says where it belongs. */
    boolean isPlacedByDocument() {
        return id == null && collection.residency() instanceof Residency.HomePerRecord;
    }
}

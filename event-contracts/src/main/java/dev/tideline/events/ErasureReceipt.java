package dev.tideline.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Set;

/**
 * The lasting proof of an erasure: what was erased, and which gateway instances have confirmed that they serve none of it any
 * more. Keyed by the erasure's id.
 *
 * @param confirmedAt when every instance that was there had confirmed
 * @param confirmedBy the instances' names
 */
public record ErasureReceipt(SubjectErased erased, Instant confirmedAt, Set<String> confirmedBy) implements Event {

    public ErasureReceipt {
        requireNonNull(erased, "erased");
        requireNonNull(confirmedAt, "confirmedAt");
        confirmedBy = Set.copyOf(confirmedBy);
    }
}

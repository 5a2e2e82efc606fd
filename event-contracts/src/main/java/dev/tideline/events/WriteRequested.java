package dev.tideline.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A write that a gateway has validated. Once Kafka has it, it is accepted: it will be applied exactly once, in the order
 * of its resource's other writes, or be given an outcome that says why not.
 *
 * @param writeId names the write everywhere; the same for a retry with the same idempotency key
 * @param payload JSON text; null for a {@link Operation#DELETE} only
 * @param caller who wrote, as a digest: it scopes idempotency keys and must not name a person
 * @param fingerprint lower-case hex SHA-256 of operation, precondition and payload: tells a retry from another write
 *     under the same key
 * @param acceptedAt the gateway's clock when it validated the write
 * @param region of the gateway
 */
public record WriteRequested(
        UUID writeId,
        ResourceKey resource,
        Operation operation,
        @Nullable String payload,
        Precondition precondition,
        String caller,
        String fingerprint,
        Instant acceptedAt,
        String region)
        implements WriteLogRecord {

    /** @throws IllegalArgumentException if a payload is missing, or is there for a delete */
    public WriteRequested {
        requireNonNull(writeId, "writeId");
        requireNonNull(resource, "resource");
        requireNonNull(operation, "operation");
        requireNonNull(precondition, "precondition");
        requireNonNull(caller, "caller");
        requireNonNull(fingerprint, "fingerprint");
        requireNonNull(acceptedAt, "acceptedAt");
        requireNonNull(region, "region");
        if ((payload == null) != (operation == Operation.DELETE)) {
            throw new IllegalArgumentException(operation + (payload == null ? " needs a payload" : " has no payload"));
        }
    }
}

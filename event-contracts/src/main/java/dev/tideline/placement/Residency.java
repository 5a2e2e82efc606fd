package dev.tideline.placement;

import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonPointer;

/**
 * Where a collection's data may be.
 *
 * @param home the region whose Postgres and Kafka hold it
 * @param cacheIn regions whose gateways and Redis may store copies
 * @param serveIn regions whose gateways may answer with it and take writes for it; contains {@code home} and all of
 *     {@code cacheIn}
 * @param subject whose data a document is; erasing that subject removes it
 * @param redact what readers in every region but the home do not get; see {@link Redaction}
 */
public record Residency(
        String home, Set<String> cacheIn, Set<String> serveIn, SubjectRule subject, List<JsonPointer> redact) {

    /** Whether a region's readers get the documents without what {@link #redact} names. */
    public boolean isRedactedIn(String region) {
        return !redact.isEmpty() && !home.equals(region);
    }
}

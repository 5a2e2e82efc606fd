package dev.tideline.placement;

import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonPointer;

/**
 * Where the data of one home may be.
 *
 * @param home the region whose Postgres and Kafka hold them
 * @param cacheIn regions whose gateways and Redis may store copies
 * @param serveIn regions whose gateways may answer with them and take writes for them; contains {@code home} and all of
 *     {@code cacheIn}
 * @param redact what readers in every region but the home do not get; see {@link Redaction}
 */
public record HomeRule(String home, Set<String> cacheIn, Set<String> serveIn, List<JsonPointer> redact) {

    /** Whether a region's readers get the documents without what {@link #redact} names. */
    public boolean isRedactedIn(String region) {
        return !redact.isEmpty() && !home.equals(region);
    }
}

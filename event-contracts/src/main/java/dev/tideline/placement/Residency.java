package dev.tideline.placement;

import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonPointer;

/**
 * Where a collection's data may be.
 *
 * @param home the region whose Postgres and Kafka hold it
 * @param cacheIn regions that may store copies
 * @param serveIn regions whose gateways may answer with it; contains {@code home} and all of {@code cacheIn}
 * @param redact members removed from answers outside the home
 */
public record Residency(String home, Set<String> cacheIn, Set<String> serveIn, List<JsonPointer> redact) {}

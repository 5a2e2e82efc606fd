package dev.tideline.placement;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the file says of one collection, with the defaults filled in.
 *
 * @param schema the JSON Schema that every document must satisfy; null where anything goes
 * @param maxBytes of a write's body; at least 1
 * @param idempotencyKeyRequired whether a write without an {@code Idempotency-Key} is refused
 * @param tags rules for the cache tags of a document, beside those every resource has
 * @param residency null where the data may be anywhere
 */
public record CollectionPlacement(
        String name,
        Tier tier,
        CacheRule cache,
        Conflict conflict,
        @Nullable Path schema,
        long maxBytes,
        boolean idempotencyKeyRequired,
        List<TagRule> tags,
        @Nullable Residency residency) {

    /** Where a collection's copies are kept. */
    public enum Tier {
        /** In gateways' caches, as they are read. */
        CACHE,
        /** A full copy in every region. */
        REPLICATED,
        /** At the home only: never cached, and writes wait for their outcome. */
        STRONG
    }

    /** What becomes of writes that do not know of each other. */
    public enum Conflict {
        /** The later one in the log replaces the earlier. */
        LAST_WRITE_WINS,
        /** A change of an existing document must name its version ({@code If-Match}). */
        REJECT,
        /** A replacement is merged into the document (RFC 7396). */
        MERGE,
        /** Numbers in a write are added to the document's: increments commute. */
        COUNTER
    }
}

package dev.tideline.placement;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole file, validated.
 *
 * @param regions every region there is, at least one
 * @param collections by name, in the file's order
 * @param responses rules for answers that name their home; null where the file has none
 */
public record Placement(
        Set<String> regions,
        Map<String, CollectionPlacement> collections,
        @Nullable ResponseHomes responses) {

    /** Without rules for answers that name their home. */
    public Placement(Set<String> regions, Map<String, CollectionPlacement> collections) {
        this(regions, collections, null);
    }

    /** The placement of one collection; empty where the file does not name it. */
    public Optional<CollectionPlacement> collection(String name) {
        return Optional.ofNullable(collections.get(name));
    }
}

package dev.tideline.placement;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The whole file, validated.
 *
 * @param regions every region there is, at least one
 * @param collections by name, in the file's order
 */
public record Placement(Set<String> regions, Map<String, CollectionPlacement> collections) {

    /** The placement of one collection; empty where the file does not name it. */
    public Optional<CollectionPlacement> collection(String name) {
        return Optional.ofNullable(collections.get(name));
    }
}

package dev.tideline.invalidation.plan;

import dev.tideline.events.ResourceChanged;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plans the purges of a batch of changes. A change reaches its resource, below the version it made; the lists of its
 * collection; and whatever carries a tag that the placement's rules gave the document before or after. The same scope is
 * named once for the whole batch, at the highest version. Where a batch changes more of one collection than the bound, the
 * collection's own tag stands for its resources: wider, and one scope instead of thousands.
 */
public final class PurgePlanner {

    /** A record stays well below Kafka's bound of a megabyte. */
    static final int MAX_SCOPES_IN_A_RECORD = 500;

    private final int widenAbove;

    /** @param widenAbove changed resources of one collection, in one batch, that are still named one by one */
    public PurgePlanner(int widenAbove) {
        this.widenAbove = widenAbove;
    }

    /** The tag of every answer from a collection. */
    public static String collectionTag(String collection) {
        return collection;
    }

    /** The tag of every list of a collection. */
    public static String listTag(String collection) {
        return collection + ":list";
    }

    /** Plans the records to append, in this order; none for an empty batch. */
    public List<PlannedPurge> plan(Collection<ResourceChanged> changes) {
        Map<String, Map<ResourceKey, Long>> versions = new LinkedHashMap<>();
        Set<Scope> scopes = new LinkedHashSet<>();
        Instant earliest = Instant.MAX;
        for (ResourceChanged change : changes) {
            versions.computeIfAbsent(change.resource().collection(), c -> new LinkedHashMap<>())
                    .merge(change.resource(), change.version(), Math::max);
            change.tags().forEach(tag -> scopes.add(new Scope.Tag(tag)));
            earliest = change.committedAt().isBefore(earliest) ? change.committedAt() : earliest;
        }
        versions.forEach((collection, resources) -> scopes.addAll(scopes(collection, resources)));
        return records(List.copyOf(scopes), earliest);
    }

    private List<Scope> scopes(String collection, Map<ResourceKey, Long> resources) {
        if (resources.size() > widenAbove) {
            // Lists carry this tag too.
            return List.of(new Scope.Tag(collectionTag(collection)));
        }
        List<Scope> scopes = new ArrayList<>(resources.size() + 1);
        resources.forEach((resource, version) -> scopes.add(new Scope.Resource(resource, version)));
        scopes.add(new Scope.Tag(listTag(collection)));
        return scopes;
    }

    private static List<PlannedPurge> records(List<Scope> scopes, Instant committedAt) {
        List<PlannedPurge> records = new ArrayList<>();
        for (int from = 0; from < scopes.size(); from += MAX_SCOPES_IN_A_RECORD) {
            int to = Math.min(scopes.size(), from + MAX_SCOPES_IN_A_RECORD);
            records.add(new PlannedPurge(scopes.subList(from, to), committedAt));
        }
        return records;
    }

    /**
     * The scopes for a change whose record cannot be read: all that is known is the key it was sent under. Whoever skipped
     * it would have to stop vouching for the partition.
     */
    public static List<Scope> unreadable(ResourceKey key) {
        return List.of(new Scope.Resource(key, 0), new Scope.Tag(collectionTag(key.collection())));
    }
}

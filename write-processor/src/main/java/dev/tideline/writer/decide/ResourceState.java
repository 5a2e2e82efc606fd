package dev.tideline.writer.decide;

import org.jspecify.annotations.Nullable;

/**
 * A resource as the last write left it.
 *
 * @param version counts every applied write, deletes too; 0 where there was never one
 * @param document null where the resource is absent or deleted
 */
public record ResourceState(long version, @Nullable Document document) {

    public static final ResourceState ABSENT = new ResourceState(0, null);

    public boolean exists() {
        return document != null;
    }

    ResourceState changedTo(Document next) {
        return new ResourceState(version + 1, next);
    }

    /** A tombstone keeps counting, so that a later document can never be taken for an earlier one. */
    ResourceState deleted() {
        return new ResourceState(version + 1, null);
    }
}

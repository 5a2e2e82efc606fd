package dev.tideline.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Set;

/** What must hold of a resource's state for a write to be applied (RFC 9110 section 13.1). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "if")
@JsonSubTypes({
    @Type(value = Precondition.None.class, name = "none"),
    @Type(value = Precondition.Exists.class, name = "exists"),
    @Type(value = Precondition.Absent.class, name = "absent"),
    @Type(value = Precondition.VersionIn.class, name = "version-in")
})
public sealed interface Precondition {

    Precondition NONE = new None();

    /** No condition. */
    record None() implements Precondition {}

    /** {@code If-Match: *}. */
    record Exists() implements Precondition {}

    /** {@code If-None-Match: *}. */
    record Absent() implements Precondition {}

    /**
     * {@code If-Match} with a list of entity tags, as the versions they stand for. An empty set never holds: none of
     * the tags was one that Tideline makes.
     */
    record VersionIn(Set<Long> versions) implements Precondition {
        public VersionIn {
            versions = Set.copyOf(versions);
        }
    }
}

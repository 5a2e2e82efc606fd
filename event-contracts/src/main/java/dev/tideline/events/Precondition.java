package dev.tideline.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Set;

/** What must hold of a resource's state for a write to be applied (RFC 9110 section 13.1). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "if")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Precondition.None.class, name = "none"),
    @JsonSubTypes.Type(value = Precondition.Exists.class, name = "exists"),
    @JsonSubTypes.Type(value = Precondition.Absent.class, name = "absent"),
    @JsonSubTypes.Type(value = Precondition.VersionIn.class, name = "version-in")
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

package dev.tideline.writer.decide;

import java.util.Set;

/** What became of one write of a batch. */
public sealed interface Outcome {

    PositionedWrite write();

    /**
     * It made a version.
     *
     * @param tags what the placement's rules give for the documents before and after
     */
    record Applied(PositionedWrite write, ResourceState after, boolean created, Set<String> tags) implements Outcome {}

    /**
     * Its precondition or its collection's rule did not hold.
     *
     * @param version the one that stood in its way; 0 where there was none
     */
    record Conflict(PositionedWrite write, Problem problem, long version) implements Outcome {}

    /** It could not be right in any state. */
    record Rejected(PositionedWrite write, Problem problem) implements Outcome {}

    /** The same write came before, and has its outcome. */
    record Duplicate(PositionedWrite write) implements Outcome {}

    /** Another write came before under the same id. It keeps the outcome; this one is noted and not applied. */
    record Mismatched(PositionedWrite write) implements Outcome {}
}

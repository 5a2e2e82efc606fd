package dev.tideline.writer.decide;

/** What one write does to one state. */
public sealed interface Verdict {

    /** It makes a new version. */
    record Apply(ResourceState after, boolean created) implements Verdict {}

    /** The state is not one that the write, or its collection's conflict rule, allows it to change. */
    record Conflict(Problem problem) implements Verdict {}

    /** No state would make this write right. */
    record Reject(Problem problem) implements Verdict {}
}

package dev.tideline.local.check.history;

/** From a request's first moment to its last, in nanoseconds since the run began. */
public record Span(long begin, long end) {

    /** @throws IllegalArgumentException if it ends before it begins */
    public Span {
        if (end < begin) {
            throw new IllegalArgumentException("ends before it begins: " + begin + ".." + end);
        }
    }

    /** Whether all of it lies after a moment. */
    public boolean isAfter(long moment) {
        return begin > moment;
    }

    public boolean contains(Span other) {
        return begin <= other.begin && other.end <= end;
    }
}

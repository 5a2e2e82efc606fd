package dev.tideline.origin.store;

/** What became of a question that may require some writes to be in. */
public sealed interface Reading<T> {

    /** The answer, from a state that has all of those writes. */
    record Found<T>(T value) implements Reading<T> {}

    /** Not all of those writes are in: an answer could be older than what the asker wrote. */
    record TooEarly<T>() implements Reading<T> {}
}

package dev.tideline.events;

/** What became of the bytes of one record. */
public sealed interface Decoded<T> {

    /** It is what was expected. */
    record Value<T>(T value) implements Decoded<T> {}

    /**
     * It is not: malformed, of an unknown version, or of a type that does not belong there.
     *
     * @param reason one line for an operator; never the record's content
     */
    record Unreadable<T>(String reason) implements Decoded<T> {}
}

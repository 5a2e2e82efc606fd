package dev.tideline.placement;

/** What a gateway of one region does with a write to one collection. Each says why, in words for whoever asks. */
public sealed interface WriteRule {

    String why();

    /** Into the write queue the gateway is connected to. */
    record Accepted(String why) implements WriteRule {}

    /** To a gateway of the home, unread: nothing of it is queued or kept here. */
    record Forwarded(String home, String why) implements WriteRule {}

    /** Not at all: 451 (RFC 7725). */
    record Refused(String home, String why) implements WriteRule {}

    /**
     * Where the document belongs that the write brings.
     *
     * @param field names its home
     */
    record ByDocument(HomeField field, String why) implements WriteRule {}

    /** Not at all: its id names no home of the collection. */
    record NoHome(String why) implements WriteRule {}
}

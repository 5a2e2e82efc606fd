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
}

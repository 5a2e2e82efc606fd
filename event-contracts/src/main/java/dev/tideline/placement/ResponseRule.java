package dev.tideline.placement;

/** What a gateway of one region does with an origin's answer that may name its home. */
public sealed interface ResponseRule {

    /** It names none: no rule applies. */
    record Unbound() implements ResponseRule {}

    /** It may be stored and served here. */
    record Kept(String home) implements ResponseRule {}

    /** It may be served here, and stored by nobody. */
    record Passed(String home) implements ResponseRule {}

    /** It may not be served here: 451 (RFC 7725). */
    record Refused(String home) implements ResponseRule {}

    /** It names what is no home of the file, or more than one: nobody knows where it may be. */
    record Unknown() implements ResponseRule {}
}

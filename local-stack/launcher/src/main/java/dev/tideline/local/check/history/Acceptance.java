package dev.tideline.local.check.history;

import java.util.UUID;

/** What became of a request to write. */
public sealed interface Acceptance {

    /** 202: it will be applied exactly once. */
    record Accepted(UUID writeId) implements Acceptance {}

    /** It was refused, and nothing may come of it. */
    record Refused(int status) implements Acceptance {}

    /** No answer: it may have been taken or not. */
    record Unknown(String why) implements Acceptance {}
}

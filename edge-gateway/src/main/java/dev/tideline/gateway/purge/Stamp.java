package dev.tideline.gateway.purge;

import static java.util.Objects.requireNonNull;

/**
 * A place in the purge log. The gateway takes one before it sends a request to the origin and keeps it with the entry
 * made from the answer: every purge up to here was applied before the origin was asked, so the answer has seen it.
 *
 * @param log identity of the log that the offset counts in (Kafka's topic id); a recreated topic has another
 * @param offset of the last record applied; -1 before the first
 */
public record Stamp(String log, long offset) {

    /** Before any log was opened. An entry stamped with it is never live. */
    public static final Stamp NONE = new Stamp("", -1);

    public Stamp {
        requireNonNull(log, "log");
    }
}

package dev.tideline.local.check.history;

import java.util.Map;

/** What became of a read. */
public sealed interface Answer {

    /** An answer with content, or the statement that there is none: what the rules judge. */
    sealed interface Data extends Answer {
        Served served();
    }

    /** A document. {@code mark} is the unique text that its write put into it. */
    record Document(long version, String mark, Served served) implements Data {}

    /**
     * A 404 or 410.
     *
     * @param version of the tombstone, or 0 where the answer names none
     */
    record Absent(long version, Served served) implements Data {}

    /** A list, as the versions by id that it shows. */
    record Listed(Map<String, Long> versions, Served served) implements Data {
        public Listed {
            versions = Map.copyOf(versions);
        }
    }

    /**
     * An error answer.
     *
     * @param problem whether it is an {@code application/problem+json} (RFC 9457)
     */
    record Refused(int status, boolean problem) implements Answer {}

    /** No answer: a broken connection, or none in time. */
    record Lost(String why) implements Answer {}

    /**
     * How it was served.
     *
     * @param cacheStatus {@code X-Cache-Status}, or empty
     * @param boundMs {@code X-Data-Staleness-Bound-Ms}, or {@link #NO_BOUND}
     * @param fill number of the origin's answer that it was made from, or 0 if it is not known
     */
    record Served(String cacheStatus, long boundMs, long fill) {
        public static final long NO_BOUND = -1;
    }
}

package dev.tideline.local.chaos;

/**
 * What came of one request, as its client sees it.
 *
 * @param at when it ended, in nanoseconds since the run began
 * @param millis from its begin to its end, with all tries
 */
record Seen(long at, long millis, Kind kind) {

    enum Kind {
        /** Answered from cache and fresh. */
        HIT(true),
        /** Answered from cache, stale. */
        STALE(true),
        /** Answered by the origin. */
        FETCHED(true),
        /** Answered, by another gateway than the one that was asked first. */
        MOVED(true),
        /** An error, nothing, or a document that nobody wrote. */
        FAILED(true),
        ACCEPTED(false),
        /** Told to come again. */
        REFUSED(false),
        /** No answer, after all tries. */
        UNKNOWN(false);

        private final boolean read;

        Kind(boolean read) {
            this.read = read;
        }

        boolean isRead() {
            return read;
        }
    }
}

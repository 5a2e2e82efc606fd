package dev.tideline.writer.store;

/**
 * The database is not where this processor's view of the log says it should be: writes between the last commit and this
 * batch were never seen here, or somebody else writes the same tables. Going on could lose writes, so nothing goes on.
 */
public final class PositionException extends RuntimeException {

    PositionException(String message) {
        super(message);
    }

    PositionException(int partition, long expected, long found) {
        super("partition " + partition + ": the next write to apply is at offset " + expected
                + ", but the log goes on at " + found);
    }
}

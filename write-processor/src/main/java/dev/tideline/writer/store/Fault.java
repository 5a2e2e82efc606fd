package dev.tideline.writer.store;

import dev.tideline.writer.decide.UnknownCollectionException;
import java.sql.SQLException;

/** Whose fault an exception is. Mixing the first with the others would dead-letter good writes, or stop for a bad one. */
enum Fault {
    /** Postgres refused this very data, or it could not be folded. */
    RECORD,
    /** Somebody holds a lock; Postgres itself is well. */
    CONTENDED,
    /** Postgres is away, or cannot do its work for anyone. */
    STORE;

    static Fault of(Exception thrown) {
        if (!(thrown instanceof SQLException sql)) {
            return RECORD;
        }
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        if (state.startsWith("40") || state.equals("55P03")) {
            return CONTENDED;
        }
        // Data exception, cardinality, constraint, program limit: these name the data. Anything unknown is the store's.
        return state.startsWith("22") || state.startsWith("21") || state.startsWith("23") || state.startsWith("54")
                ? RECORD
                : STORE;
    }

    /** Postgres's message may quote the document, so only its state goes into the record of the failure. */
    static Failure describe(Exception thrown) {
        return switch (thrown) {
            case SQLException sql ->
                new Failure(
                        "sql-" + sql.getSQLState(), "Postgres refused the document with SQLSTATE " + sql.getSQLState());
            case UnknownCollectionException unknown ->
                new Failure("unknown-collection", String.valueOf(unknown.getMessage()));
            case SealedWriteException sealed -> sealed.failure();
            default ->
                new Failure(
                        "undecidable",
                        "deciding the write failed: " + thrown.getClass().getName());
        };
    }
}

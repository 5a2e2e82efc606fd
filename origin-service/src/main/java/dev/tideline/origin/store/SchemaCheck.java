package dev.tideline.origin.store;

import java.sql.SQLException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether what this service reads is there. */
public final class SchemaCheck {

    /** What is missing, if anything. */
    public enum State {
        READY,
        NO_SCHEMA,
        NO_ROLE,
        AWAY
    }

    private final JdbcClient jdbc;

    public SchemaCheck(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public State look() {
        try {
            jdbc.sql("select count(*) from (select from tideline.settled_positions limit 1) s, "
                            + "(select from tideline.resources limit 1) r, "
                            + "(select from tideline.subject_keys limit 1) k")
                    .query(Long.class)
                    .single();
            return State.READY;
        } catch (DataAccessException failed) {
            return state(failed);
        }
    }

    private static State state(DataAccessException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return switch (sql.getSQLState().substring(0, 2)) {
                    case "42", "3F" -> State.NO_SCHEMA;
                    case "28" -> State.NO_ROLE;
                    default -> State.AWAY;
                };
            }
        }
        return State.AWAY;
    }
}

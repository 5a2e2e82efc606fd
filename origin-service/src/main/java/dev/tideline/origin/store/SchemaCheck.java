package dev.tideline.origin.store;

import dev.tideline.failures.RootCause;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger LOGGER = LoggerFactory.getLogger(SchemaCheck.class);

    private final JdbcClient jdbc;
    private final AtomicReference<State> told = new AtomicReference<>(State.READY);

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
            tell(State.READY, "");
            return State.READY;
        } catch (DataAccessException failed) {
            State state = state(failed);
            tell(state, RootCause.line(failed));
            return state;
        }
    }

    /** When it changes, and not each time it is looked. */
    private void tell(State state, String why) {
        if (told.getAndSet(state) != state) {
            if (state == State.READY) {
                LOGGER.info("What is read is there");
            } else {
                LOGGER.warn("Nothing can be read ({}): {}", state, why);
            }
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

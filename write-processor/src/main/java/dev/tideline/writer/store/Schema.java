package dev.tideline.writer.store;

import dev.tideline.failures.RootCause;
import dev.tideline.writer.watch.WriteListener;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The schema {@code tideline}, which this service owns; others only read it. */
public final class Schema {

    public static final String NAME = "tideline";

    private final Flyway flyway;
    private final WriteListener listener;

    /** @param readerPassword of the role {@code tideline_reader} */
    public Schema(DataSource database, String readerPassword, WriteListener listener) {
        this.listener = listener;
        this.flyway = Flyway.configure()
                .dataSource(database)
                .schemas(NAME)
                .defaultSchema(NAME)
                .placeholders(Map.of("reader_password", readerPassword))
                // The pool's connections are limited to what a batch may take; a migration may take longer.
                .initSql("set statement_timeout = 0")
                .connectRetries(0)
                .load();
    }

    /**
     * Brings the schema up to date as soon as Postgres answers.
     *
     * @throws StoppedException if {@code stop} came first
     */
    public void migrateWhenReachable(CountDownLatch stop) throws InterruptedException {
        while (true) {
            try {
                flyway.migrate();
                return;
            } catch (FlywayException away) {
                listener.waiting("Postgres", RootCause.line(away));
            }
            if (stop.await(1, TimeUnit.SECONDS)) {
                throw new StoppedException();
            }
        }
    }
}

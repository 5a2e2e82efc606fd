package dev.tideline.local.check.run;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.WritePosition;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.RunClock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What Postgres holds of the writes. */
public final class Outcomes {

    private static final String SETTLED = " from tideline.writes where collection = ? and status <> 'parked'";

    private Outcomes() {}

    /**
     * How many {@link #of} would give.
     *
     * @throws IllegalStateException if Postgres does not answer
     */
    static long count(String collection, String jdbcUrl) {
        try (Connection postgres = DriverManager.getConnection(jdbcUrl);
                PreparedStatement query = postgres.prepareStatement("select count(*)" + SETTLED)) {
            query.setString(1, collection);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException unreadable) {
            throw new IllegalStateException("Postgres: " + unreadable.getMessage(), unreadable);
        }
    }

    /**
     * The writes of a collection that have their outcome; those that wait for another try have none yet.
     *
     * @throws IllegalStateException if Postgres does not answer
     */
    public static List<Fact.Settled> of(String collection, String jdbcUrl, RunClock clock) {
        String sql = "select write_id, id, case when status = 'applied' then version else 0 end, part, off, applied_at"
                + SETTLED;
        try (Connection postgres = DriverManager.getConnection(jdbcUrl);
                PreparedStatement query = postgres.prepareStatement(sql)) {
            query.setString(1, collection);
            List<Fact.Settled> outcomes = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    outcomes.add(new Fact.Settled(
                            row.getObject(1, UUID.class),
                            new ResourceKey(collection, row.getString(2)),
                            row.getLong(3),
                            new WritePosition(row.getInt(4), row.getLong(5)),
                            clock.at(row.getObject(6, OffsetDateTime.class).toInstant())));
                }
            }
            return outcomes;
        } catch (SQLException unreadable) {
            throw new IllegalStateException("Postgres: " + unreadable.getMessage(), unreadable);
        }
    }
}

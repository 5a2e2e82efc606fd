package dev.tideline.origin.store;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.WritePosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The table {@code tideline.resources}, read. */
public final class Documents {

    private final JdbcClient jdbc;
    private final TransactionTemplate snapshot;

    public Documents(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /**
     * One resource, a tombstone too; empty where there was never one.
     *
     * @param required writes that must be in
     */
    public Reading<Optional<Stored>> find(ResourceKey key, Required required) {
        return asOf(
                required,
                () -> jdbc.sql("""
                        select collection, id, version, body, updated_at from tideline.resources
                        where collection = ? and id = ?""")
                        .param(key.collection())
                        .param(key.id())
                        .query(Documents::stored)
                        .optional());
    }

    /**
     * Resources of a collection in the order of their ids, without tombstones.
     *
     * @param after only ids above this one; empty for the first
     * @param limit at most so many
     */
    public Reading<List<Stored>> list(String collection, String after, int limit, Required required) {
        return asOf(
                required,
                () -> jdbc.sql("""
                        select collection, id, version, body, updated_at from tideline.resources
                        where collection = ? and id > ? and not deleted order by id limit ?""")
                        .param(collection)
                        .param(after)
                        .param(limit)
                        .query(Documents::stored)
                        .list());
    }

    private static Stored stored(ResultSet row, int number) throws SQLException {
        return new Stored(
                new ResourceKey(row.getString(1), row.getString(2)),
                row.getLong(3),
                row.getString(4),
                row.getObject(5, OffsetDateTime.class).toInstant());
    }

    /** Asks for the positions and for the data in one snapshot: between two, a write could slip in unseen or seem to. */
    private <T> Reading<T> asOf(Required required, Supplier<T> question) {
        if (required.writes().isEmpty()) {
            return new Reading.Found<>(question.get());
        }
        Reading<T> reading = snapshot.execute(
                status -> hasReached(required) ? new Reading.Found<>(question.get()) : new Reading.TooEarly<>());
        if (reading == null) {
            throw new IllegalStateException("a transaction without an answer");
        }
        return reading;
    }

    private boolean hasReached(Required required) {
        return jdbc.sql("""
                        select count(*) from tideline.settled_positions s join tideline.applied_through a using (part)
                        join unnest(?::int[], ?::bigint[]) as r (part, off) using (part)
                        where s.settled_offset > r.off and (? = '' or a.log_id = ?)""")
                        .param(required.writes().stream()
                                .mapToInt(WritePosition::partition)
                                .toArray())
                        .param(required.writes().stream()
                                .mapToLong(WritePosition::offset)
                                .toArray())
                        .param(required.log())
                        .param(required.log())
                        .query(Long.class)
                        .single()
                == required.writes().size();
    }
}

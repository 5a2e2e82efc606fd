package dev.tideline.origin.store;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.SessionTicket;
import dev.tideline.events.WritePosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The table {@code tideline.resources}, read. */
public final class Documents {

    /** With the write that made each version; an offset that its partition has not come to is one of an earlier log. */
    private static final String RESOURCES = """
            select r.collection, r.id, r.version, r.body, r.updated_at, a.log_id, r.part, r.off
            from tideline.resources r
            left join tideline.applied_through a on a.part = r.part and a.next_offset > r.off
            """;

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
        Supplier<Optional<Stored>> question = () -> jdbc.sql(RESOURCES + "where r.collection = ? and r.id = ?")
                .param(key.collection())
                .param(key.id())
                .query(Documents::stored)
                .optional();
        return required.writes().isEmpty() ? new Reading.Found<>(question.get()) : asOf(required, question);
    }

    /**
     * Resources of a collection in the order of their ids, without tombstones.
     *
     * @param prefix only ids that begin with it; empty for all. Not empty, it ends with an ASCII character
     * @param after only ids above this one; empty for the first
     * @param limit at most so many
     */
    public Reading<Listed> list(String collection, String prefix, String after, int limit, Required required) {
        // Ids are compared by byte: those that begin with a text lie between it and the next one of its length.
        String above = after.compareTo(prefix) > 0 ? after : prefix;
        return asOf(required, () -> {
            SessionTicket settled = settled();
            List<Stored> items = jdbc.sql(RESOURCES
                            + "where r.collection = ? and r.id > ? and (? = '' or r.id < ?) and not r.deleted"
                            + " order by r.id limit ?")
                    .param(collection)
                    .param(above)
                    .param(prefix)
                    .param(next(prefix))
                    .param(limit)
                    .query(Documents::stored)
                    .list();
            return new Listed(items, shows(settled, items));
        });
    }

    private static String next(String prefix) {
        int last = prefix.length() - 1;
        return prefix.isEmpty() ? "" : prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    }

    private static Stored stored(ResultSet row, int number) throws SQLException {
        String log = row.getString(6);
        return new Stored(
                new ResourceKey(row.getString(1), row.getString(2)),
                row.getLong(3),
                row.getString(4),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                log == null ? null : SessionTicket.of(log, new WritePosition(row.getInt(7), row.getLong(8))));
    }

    /** What is in, of each partition: a list shows it, even by what it lacks. */
    private @Nullable SessionTicket settled() {
        return jdbc
                .sql("""
                        select a.log_id, s.part, s.settled_offset - 1
                        from tideline.settled_positions s join tideline.applied_through a using (part)
                        where s.settled_offset > 0 order by a.updated_at desc""")
                .query((row, number) ->
                        SessionTicket.of(row.getString(1), new WritePosition(row.getInt(2), row.getLong(3))))
                .stream()
                .reduce(SessionTicket::and)
                .orElse(null);
    }

    /** A write that was put aside holds back what is settled, but others behind it may be shown. */
    private static @Nullable SessionTicket shows(@Nullable SessionTicket settled, List<Stored> items) {
        SessionTicket shows = settled;
        for (Stored item : items) {
            SessionTicket made = item.madeBy();
            shows = shows == null || made == null ? shows : shows.and(made);
        }
        return shows;
    }

    /** Asks for the positions and for the data in one snapshot: between two, a write could slip in unseen or seem to. */
    private <T> Reading<T> asOf(Required required, Supplier<T> question) {
        Reading<T> reading = snapshot.execute(
                status -> hasReached(required) ? new Reading.Found<>(question.get()) : new Reading.TooEarly<>());
        if (reading == null) {
            throw new IllegalStateException("a transaction without an answer");
        }
        return reading;
    }

    private boolean hasReached(Required required) {
        return required.writes().isEmpty()
                || jdbc.sql("""
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

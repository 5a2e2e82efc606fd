package dev.tideline.writer.store;

import dev.tideline.events.ResourceKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code parked_writes}: for each resource a queue whose head failed and waits for its next try. Kept in Postgres,
 * not in memory, because the Kafka offset goes on past these records.
 */
final class ParkedWrites {

    /**
     * A row.
     *
     * @param tries made so far; 0 for one that only stands behind another
     */
    record Parked(long seq, UUID writeId, LoggedRecord record, int tries, Instant nextTryAt) {}

    private ParkedWrites() {}

    static Set<ResourceKey> keys(Connection connection, int partition) throws SQLException {
        return new HashSet<>(Jdbc.query(
                connection,
                "select distinct collection, id from parked_writes where part = ? and not settled",
                row -> new ResourceKey(row.getString(1), row.getString(2)),
                partition));
    }

    static void add(
            Connection connection, List<Entry.Write> writes, int tries, Instant nextTryAt, @Nullable String cause)
            throws SQLException {
        for (Entry.Write write : writes) {
            Jdbc.update(
                    connection,
                    """
                    insert into parked_writes (part, off, collection, id, write_id, record, tries, next_try_at, cause)
                    values (?, ?, ?, ?, ?, ?::json, ?, ?, ?)\
                    """,
                    write.record().position().partition(),
                    write.offset(),
                    write.requested().resource().collection(),
                    write.requested().resource().id(),
                    write.requested().writeId(),
                    RecordJson.write(write.record()),
                    tries,
                    Positions.timestamp(nextTryAt),
                    cause);
        }
    }

    static long settledBelow(Connection connection, int partition, long next) throws SQLException {
        return Jdbc.query(
                        connection,
                        "select least(?::bigint, coalesce(min(off), ?::bigint)) from parked_writes where part = ?",
                        row -> row.getLong(1),
                        next,
                        next,
                        partition)
                .getFirst();
    }

    static long count(Connection connection, int partition) throws SQLException {
        return Jdbc.query(
                        connection,
                        "select count(*) from parked_writes where part = ? and not settled",
                        row -> row.getLong(1),
                        partition)
                .getFirst();
    }

    /** The head of each resource's queue, soonest first; the records may be large, so not more than are soon needed. */
    static List<Parked> heads(Connection connection, int partition) throws SQLException {
        return Jdbc.query(connection, """
                select * from (
                  select distinct on (collection, id) seq, write_id, record, tries, next_try_at
                  from parked_writes where part = ? and not settled order by collection, id, seq) heads
                order by next_try_at limit 100\
                """, ParkedWrites::parked, partition);
    }

    /** Applied, and perhaps not announced. */
    static List<Parked> settled(Connection connection, int partition) throws SQLException {
        return Jdbc.query(connection, """
                select seq, write_id, record, tries, next_try_at from parked_writes where part = ? and settled
                order by seq\
                """, ParkedWrites::parked, partition);
    }

    private static Parked parked(ResultSet row) throws SQLException {
        return new Parked(
                row.getLong(1),
                row.getObject(2, UUID.class),
                RecordJson.read(row.getString(3)),
                row.getInt(4),
                row.getObject(5, OffsetDateTime.class).toInstant());
    }

    /** Whether a row is still to be tried; to be asked under the lock of the partition's position. */
    static boolean isWaiting(Connection connection, long seq) throws SQLException {
        return !Jdbc.query(
                        connection,
                        "select 1 from parked_writes where seq = ? and not settled",
                        row -> row.getInt(1),
                        seq)
                .isEmpty();
    }

    static void settle(Connection connection, long seq) throws SQLException {
        Jdbc.update(connection, "update parked_writes set settled = true where seq = ?", seq);
    }

    static void failAgain(Connection connection, long seq, Instant nextTryAt, String cause) throws SQLException {
        Jdbc.update(
                connection,
                "update parked_writes set tries = tries + 1, next_try_at = ?, cause = ? where seq = ?",
                Positions.timestamp(nextTryAt),
                cause,
                seq);
    }

    static void remove(Connection connection, long seq) throws SQLException {
        Jdbc.update(connection, "delete from parked_writes where seq = ?", seq);
    }
}

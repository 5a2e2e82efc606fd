package dev.tideline.writer.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code applied_through}: how far each partition is committed. Its row's lock is the fence. */
final class Positions {

    private Positions() {}

    /**
     * Makes a partition's first row, or starts over where the topic is a new one.
     *
     * @param start for the first row
     * @param first the log's first offset: of a new topic everything is new, whatever offset was noted for the one before
     */
    static void open(Connection connection, int partition, String logId, long start, long first, Instant now)
            throws SQLException {
        Jdbc.update(connection, """
                insert into applied_through as a (part, next_offset, log_id, updated_at) values (?, ?, ?, ?)
                on conflict (part) do update
                set next_offset = ?, log_id = excluded.log_id, updated_at = excluded.updated_at
                where a.log_id <> excluded.log_id\
                """, partition, start, logId, timestamp(now), first);
    }

    /** The offset of the next write to apply; nobody else can move it before this transaction ends. */
    static long lock(Connection connection, int partition, String logId) throws SQLException {
        List<Long> next = Jdbc.query(
                connection,
                "select next_offset from applied_through where part = ? and log_id = ? for update",
                row -> row.getLong(1),
                partition,
                logId);
        if (next.isEmpty()) {
            throw new PositionException("partition " + partition + " of log " + logId + " was not opened");
        }
        return next.getFirst();
    }

    static void move(Connection connection, int partition, long next, Instant now) throws SQLException {
        Jdbc.update(
                connection,
                "update applied_through set next_offset = ?, updated_at = ? where part = ?",
                next,
                timestamp(now),
                partition);
    }

    static Map<Integer, WriteStore.Position> read(Connection connection, Collection<Integer> partitions)
            throws SQLException {
        Map<Integer, WriteStore.Position> positions = new HashMap<>();
        Jdbc.query(
                connection,
                """
                select a.part, a.next_offset, s.settled_offset
                from applied_through a join settled_positions s using (part) where a.part = any (?)\
                """,
                row -> positions.put(row.getInt(1), new WriteStore.Position(row.getLong(2), row.getLong(3))),
                (Object) partitions.stream().mapToInt(Integer::intValue).toArray());
        return positions;
    }

    static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}

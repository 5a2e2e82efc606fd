package dev.tideline.writer.store;

import dev.tideline.events.ResourceChanged;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.WritePosition;
import dev.tideline.writer.decide.EarlierWrite;
import dev.tideline.writer.decide.PositionedWrite;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code writes}: one outcome for each write id. */
final class Outcomes {

    /**
     * An outcome that was committed before.
     *
     * @param change null where the write did not make a version
     */
    record Recorded(EarlierWrite earlier, @Nullable ResourceChanged change) {}

    private Outcomes() {}

    static Map<UUID, Recorded> find(Connection connection, Collection<UUID> ids) throws SQLException {
        Map<UUID, Recorded> found = new HashMap<>();
        Jdbc.query(connection, """
                select write_id, fingerprint, status, collection, id, version, deleted, part, off, tags, applied_at
                from writes where write_id = any (?::uuid[])""", row -> found.put(row.getObject(1, UUID.class), recorded(row)), (Object)
                ids.stream().map(UUID::toString).toArray(String[]::new));
        return found;
    }

    private static Recorded recorded(ResultSet row) throws SQLException {
        String status = row.getString(3);
        boolean decided = !status.equals("parked") && !status.equals("dead-lettered");
        return new Recorded(new EarlierWrite(row.getString(2), decided), status.equals("applied") ? change(row) : null);
    }

    private static ResourceChanged change(ResultSet row) throws SQLException {
        Array tags = row.getArray(10);
        return new ResourceChanged(
                new ResourceKey(row.getString(4), row.getString(5)),
                row.getLong(6),
                row.getBoolean(7),
                row.getObject(1, UUID.class),
                new WritePosition(row.getInt(8), row.getLong(9)),
                Set.of((String[]) tags.getArray()),
                row.getObject(11, OffsetDateTime.class).toInstant());
    }

    /** Writes outcomes. An earlier one of the same write is replaced: only those that may be tried again get here twice. */
    static void put(Connection connection, int partition, List<OutcomeRow> rows, Instant now) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        Jdbc.update(
                connection,
                """
                insert into writes as w (write_id, collection, id, fingerprint, status, version, created, deleted, tags,
                    problem, part, off, applied_at)
                select o.write_id, o.collection, o.id, o.fingerprint, o.status, o.version, o.created, o.deleted,
                    coalesce(string_to_array(nullif(o.tags, ''), ' '), '{}'), o.problem::jsonb, ?, o.off, ?
                from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::boolean[], ?::boolean[],
                    ?::text[], ?::text[], ?::bigint[]) as o (write_id, collection, id, fingerprint, status, version,
                    created, deleted, tags, problem, off)
                on conflict (write_id) do update
                set fingerprint = excluded.fingerprint, status = excluded.status, version = excluded.version, created = excluded.created,
                    deleted = excluded.deleted, tags = excluded.tags, problem = excluded.problem, part = excluded.part,
                    off = excluded.off, applied_at = excluded.applied_at
                where w.status in ('parked', 'dead-lettered')""",
                partition,
                Positions.timestamp(now),
                rows.stream().map(row -> row.write().writeId().toString()).toArray(String[]::new),
                rows.stream().map(row -> row.write().resource().collection()).toArray(String[]::new),
                rows.stream().map(row -> row.write().resource().id()).toArray(String[]::new),
                rows.stream().map(row -> row.write().write().fingerprint()).toArray(String[]::new),
                rows.stream().map(OutcomeRow::status).toArray(String[]::new),
                rows.stream().map(OutcomeRow::version).toArray(Long[]::new),
                rows.stream().map(OutcomeRow::created).toArray(Boolean[]::new),
                rows.stream().map(OutcomeRow::deleted).toArray(Boolean[]::new),
                rows.stream().map(row -> String.join(" ", row.tags())).toArray(String[]::new),
                rows.stream().map(OutcomeRow::problem).toArray(String[]::new),
                rows.stream().mapToLong(row -> row.write().position().offset()).toArray());
    }

    /** Forgets up to {@code limit} decided writes from before a moment; how many there were. */
    static int prune(Connection connection, Instant before, int limit) throws SQLException {
        return Jdbc.update(connection, """
                delete from writes where write_id = any (array(
                  select write_id from writes
                  where applied_at < ? and status not in ('parked', 'dead-lettered') limit ?))""", Positions.timestamp(before), limit);
    }

    static void putMismatched(Connection connection, List<PositionedWrite> writes, Instant now) throws SQLException {
        for (PositionedWrite write : writes) {
            Jdbc.update(
                    connection,
                    "insert into mismatched_writes (write_id, fingerprint, part, off, seen_at) values (?, ?, ?, ?, ?)",
                    write.writeId(),
                    write.write().fingerprint(),
                    write.position().partition(),
                    write.position().offset(),
                    Positions.timestamp(now));
        }
    }
}

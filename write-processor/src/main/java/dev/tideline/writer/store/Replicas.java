package dev.tideline.writer.store;

import dev.tideline.events.ReplicaState;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.SessionTicket;
import dev.tideline.events.WritePosition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The table {@code resources}, as replicas are made of it: tombstones too. */
final class Replicas {

    /** With the write that made each version; an offset that its partition has not come to is one of an earlier log. */
    private static final String WITH_WRITE = """
            select r.collection, r.id, r.version, r.body, r.updated_at, a.log_id, r.part, r.off
            from resources r left join applied_through a on a.part = r.part and a.next_offset > r.off
            """;

    private Replicas() {}

    static List<ReplicaState> of(Connection connection, Collection<ResourceKey> keys) throws SQLException {
        List<ReplicaState> states = new ArrayList<>();
        Jdbc.query(
                connection,
                WITH_WRITE + "where (r.collection, r.id) in (select * from unnest(?::text[], ?::text[]))",
                row -> states.add(state(row)),
                keys.stream().map(ResourceKey::collection).toArray(String[]::new),
                keys.stream().map(ResourceKey::id).toArray(String[]::new));
        return states;
    }

    /** The next resources of a collection in the order of their ids. */
    static List<ReplicaState> page(Connection connection, String collection, String after, int limit)
            throws SQLException {
        List<ReplicaState> states = new ArrayList<>();
        Jdbc.query(
                connection,
                WITH_WRITE + "where r.collection = ? and r.id > ? order by r.id limit ?",
                row -> states.add(state(row)),
                collection,
                after,
                limit);
        return states;
    }

    private static ReplicaState state(ResultSet row) throws SQLException {
        String log = row.getString(6);
        return new ReplicaState(
                new ResourceKey(row.getString(1), row.getString(2)),
                row.getLong(3),
                row.getString(4),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                log == null ? null : SessionTicket.of(log, new WritePosition(row.getInt(7), row.getLong(8))));
    }
}

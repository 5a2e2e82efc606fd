package dev.tideline.writer.store;

import dev.tideline.events.ReplicaState;
import dev.tideline.events.ResourceKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The table {@code resources}, as replicas are made of it: tombstones too. */
final class Replicas {

    private Replicas() {}

    static List<ReplicaState> of(Connection connection, Collection<ResourceKey> keys) throws SQLException {
        List<ReplicaState> states = new ArrayList<>();
        Jdbc.query(
                connection,
                """
                select r.collection, r.id, r.version, r.body, r.updated_at
                from unnest(?::text[], ?::text[]) as k (collection, id) join resources r using (collection, id)""",
                row -> states.add(state(row)),
                keys.stream().map(ResourceKey::collection).toArray(String[]::new),
                keys.stream().map(ResourceKey::id).toArray(String[]::new));
        return states;
    }

    /** The next resources of a collection in the order of their ids. */
    static List<ReplicaState> page(Connection connection, String collection, String after, int limit)
            throws SQLException {
        List<ReplicaState> states = new ArrayList<>();
        Jdbc.query(connection, """
                select collection, id, version, body, updated_at from resources
                where collection = ? and id > ? order by id limit ?""", row -> states.add(state(row)), collection, after, limit);
        return states;
    }

    private static ReplicaState state(ResultSet row) throws SQLException {
        return new ReplicaState(
                new ResourceKey(row.getString(1), row.getString(2)),
                row.getLong(3),
                row.getString(4),
                row.getObject(5, OffsetDateTime.class).toInstant());
    }
}

package dev.tideline.writer.store;

import dev.tideline.events.ResourceKey;
import dev.tideline.writer.decide.Document;
import dev.tideline.writer.decide.Outcome;
import dev.tideline.writer.decide.ResourceState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table {@code resources}. */
final class Resources {

    private Resources() {}

    static Map<ResourceKey, ResourceState> lock(Connection connection, Collection<ResourceKey> keys)
            throws SQLException {
        Map<ResourceKey, ResourceState> states = new HashMap<>();
        Jdbc.query(
                connection,
                """
                select r.collection, r.id, r.version, r.body
                from unnest(?::text[], ?::text[]) as k (collection, id) join resources r using (collection, id)
                for no key update of r""",
                row -> states.put(
                        new ResourceKey(row.getString(1), row.getString(2)),
                        new ResourceState(row.getLong(3), document(row.getString(4)))),
                keys.stream().map(ResourceKey::collection).toArray(String[]::new),
                keys.stream().map(ResourceKey::id).toArray(String[]::new));
        return states;
    }

    private static @Nullable Document document(@Nullable String text) {
        return text == null ? null : Document.ofText(text);
    }

    /** Writes the last state of each resource, and which write made it; versions only go up. */
    static void put(Connection connection, Collection<Outcome.Applied> changed, Instant now) throws SQLException {
        if (changed.isEmpty()) {
            return;
        }
        int written = Jdbc.update(
                connection,
                """
                insert into resources as r (collection, id, version, body, deleted, updated_at, part, off)
                select s.collection, s.id, s.version, s.body::jsonb, s.body is null, ?, s.part, s.off
                from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::int[], ?::bigint[])
                  as s (collection, id, version, body, part, off)
                on conflict (collection, id) do update
                set version = excluded.version, body = excluded.body, deleted = excluded.deleted,
                    updated_at = excluded.updated_at, part = excluded.part, off = excluded.off
                where r.version < excluded.version""",
                Positions.timestamp(now),
                changed.stream().map(one -> one.write().resource().collection()).toArray(String[]::new),
                changed.stream().map(one -> one.write().resource().id()).toArray(String[]::new),
                changed.stream().mapToLong(one -> one.after().version()).toArray(),
                changed.stream().map(one -> text(one.after())).toArray(String[]::new),
                changed.stream()
                        .mapToInt(one -> one.write().position().partition())
                        .toArray(),
                changed.stream()
                        .mapToLong(one -> one.write().position().offset())
                        .toArray());
        if (written != changed.size()) {
            throw new PositionException("a resource changed under this transaction's locks");
        }
    }

    private static @Nullable String text(ResourceState state) {
        return state.document() == null ? null : state.document().text();
    }
}

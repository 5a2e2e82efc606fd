package dev.tideline.writer.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.events.ErasureRequested;
import dev.tideline.events.ResourceChanged;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.SubjectErased;
import dev.tideline.events.WritePosition;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.Placement;
import dev.tideline.placement.Residency;
import dev.tideline.placement.SubjectRule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** The erasure of a data subject, and the table {@code erasures} that keeps what it did. */
final class Erasures {

    /**
     * An erasure that is done.
     *
     * @param changes a tombstone for each document that was removed
     */
    record Done(SubjectErased erased, List<ResourceChanged> changes) {}

    private Erasures() {}

    /**
     * Destroys the subject's key and removes its documents; or, if that was done before, gives the same result again. The key
     * comes first: writes of the subject that are under way hold it, so what they leave is found here, and those after it
     * are refused.
     */
    static Done erase(
            Connection connection, Placement placement, ErasureRequested order, WritePosition position, Instant now)
            throws SQLException {
        boolean known = !Jdbc.query(
                        connection,
                        "select 1 from erasures where erasure_id = ?",
                        row -> row.getInt(1),
                        order.erasureId())
                .isEmpty();
        if (!known) {
            boolean destroyed = SubjectKeys.destroy(connection, order.subject(), now);
            List<ResourceKey> keys = new ArrayList<>();
            List<Long> versions = new ArrayList<>();
            remove(connection, placement, order.subject(), position, now, row -> {
                keys.add(new ResourceKey(row.getString(1), row.getString(2)));
                versions.add(row.getLong(3));
                return true;
            });
            Jdbc.update(
                    connection,
                    """
                    insert into erasures (erasure_id, subject, part, off, requested_at, erased_at, key_destroyed,
                        collections, ids, versions) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    order.erasureId(),
                    order.subject(),
                    position.partition(),
                    position.offset(),
                    Positions.timestamp(order.requestedAt()),
                    Positions.timestamp(now),
                    destroyed,
                    keys.stream().map(ResourceKey::collection).toArray(String[]::new),
                    keys.stream().map(ResourceKey::id).toArray(String[]::new),
                    versions.stream().mapToLong(Long::longValue).toArray());
        }
        return Jdbc.query(connection, """
                        select erasure_id, part, off, requested_at, erased_at, key_destroyed, collections, ids, versions
                        from erasures where erasure_id = ?""", Erasures::done, order.erasureId()).getFirst();
    }

    /** Tombstones instead of documents, in every collection that is bound to a region. */
    private static void remove(
            Connection connection,
            Placement placement,
            String subject,
            WritePosition position,
            Instant now,
            Jdbc.Row<Boolean> removed)
            throws SQLException {
        // Ids are compared by byte, so those that begin with the subject's part lie between it and the next character.
        String first = subject + SubjectRule.SEPARATOR;
        String beyond = subject + (char) (SubjectRule.SEPARATOR + 1);
        Jdbc.query(
                connection,
                """
                update resources set version = version + 1, body = null, deleted = true, updated_at = ?, part = ?, off = ?
                where not deleted and (
                  (collection = any (?) and id = ?) or (collection = any (?) and id >= ? and id < ?))
                returning collection, id, version""",
                removed,
                Positions.timestamp(now),
                position.partition(),
                position.offset(),
                bound(placement, residency -> residency.subject(subject).equals(subject)),
                subject,
                bound(placement, residency -> residency.subject(first).equals(subject)),
                first,
                beyond);
    }

    private static String[] bound(Placement placement, Predicate<Residency> rule) {
        return placement.collections().values().stream()
                .filter(one -> one.residency() != null && rule.test(one.residency()))
                .map(CollectionPlacement::name)
                .toArray(String[]::new);
    }

    private static Done done(ResultSet row) throws SQLException {
        UUID erasureId = row.getObject(1, UUID.class);
        WritePosition position = new WritePosition(row.getInt(2), row.getLong(3));
        Instant erasedAt = row.getObject(5, OffsetDateTime.class).toInstant();
        String[] collections = (String[]) row.getArray(7).getArray();
        String[] ids = (String[]) row.getArray(8).getArray();
        Long[] versions = (Long[]) row.getArray(9).getArray();
        List<ResourceChanged> changes = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            ResourceKey key = new ResourceKey(collections[i], ids[i]);
            UUID change = UUID.nameUUIDFromBytes((erasureId + "/" + key).getBytes(UTF_8));
            changes.add(new ResourceChanged(key, versions[i], true, change, position, Set.of(), erasedAt));
        }
        SubjectErased erased = new SubjectErased(
                erasureId,
                row.getObject(4, OffsetDateTime.class).toInstant(),
                erasedAt,
                changes.size(),
                row.getBoolean(6));
        return new Done(erased, List.copyOf(changes));
    }
}

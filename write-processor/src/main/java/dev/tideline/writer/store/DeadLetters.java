package dev.tideline.writer.store;

import dev.tideline.events.ResourceKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code dead_letters}, filled in the transaction that gives a write up: a letter is there exactly once. The topic
 * gets it after the commit, at least once.
 */
final class DeadLetters {

    static final String UNREADABLE = "unreadable";

    private DeadLetters() {}

    static void addUnreadable(Connection connection, List<Entry.Unreadable> entries, Instant now) throws SQLException {
        for (Entry.Unreadable entry : entries) {
            add(connection, entry.record(), null, null, new Failure(UNREADABLE, entry.reason()), 1, now);
        }
    }

    static void add(
            Connection connection,
            LoggedRecord record,
            @Nullable UUID writeId,
            @Nullable ResourceKey resource,
            Failure failure,
            int tries,
            Instant now)
            throws SQLException {
        Jdbc.update(
                connection,
                """
                insert into dead_letters (part, off, write_id, collection, id, cause, detail, tries, record, failed_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?)""",
                record.position().partition(),
                record.position().offset(),
                writeId,
                resource == null ? null : resource.collection(),
                resource == null ? null : resource.id(),
                failure.cause(),
                failure.detail(),
                tries,
                RecordJson.write(record),
                Positions.timestamp(now));
    }

    static List<Letter> unpublished(Connection connection, int partition) throws SQLException {
        return Jdbc.query(
                connection,
                """
                select letter_id, cause, detail, tries, record from dead_letters where part = ? and not published
                order by letter_id limit 1000""",
                row -> new Letter(
                        row.getLong(1),
                        new Failure(row.getString(2), row.getString(3)),
                        row.getInt(4),
                        RecordJson.read(row.getString(5))),
                partition);
    }

    static void published(Connection connection, List<Letter> letters) throws SQLException {
        Jdbc.update(connection, "update dead_letters set published = true where letter_id = any (?)", (Object)
                letters.stream().mapToLong(Letter::id).toArray());
    }
}

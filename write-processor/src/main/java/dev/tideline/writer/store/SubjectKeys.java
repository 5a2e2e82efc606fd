package dev.tideline.writer.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The table {@code subject_keys}. */
final class SubjectKeys {

    /** What is known of a subject's key. */
    sealed interface Known {

        /** As it is kept: encrypted under the master key. */
        @SuppressWarnings("ArrayRecordComponent") // carried, never compared
        record Wrapped(byte[] key) implements Known {}

        /** Destroyed, with the subject's erasure. */
        record Destroyed() implements Known {}
    }

    private SubjectKeys() {}

    /**
     * The keys of some subjects, those without one left out. Until this transaction ends nobody can destroy them: an erasure
     * waits, and then finds what is written here.
     */
    static Map<String, Known> hold(Connection connection, Collection<String> subjects) throws SQLException {
        Map<String, Known> found = new HashMap<>();
        // In order, so that two batches never wait for each other.
        Jdbc.query(
                connection,
                "select subject, wrapped from subject_keys where subject = any (?) order by subject for share",
                row -> found.put(row.getString(1), known(row.getBytes(2))),
                (Object) subjects.stream().distinct().sorted().toArray(String[]::new));
        return found;
    }

    private static Known known(byte[] wrapped) {
        return wrapped == null ? new Known.Destroyed() : new Known.Wrapped(wrapped);
    }

    /** Destroys a subject's key, and sees that it never gets another. False where it had none. */
    static boolean destroy(Connection connection, String subject, Instant now) throws SQLException {
        boolean had = !Jdbc.query(
                        connection,
                        "select 1 from subject_keys where subject = ? and wrapped is not null for update",
                        row -> row.getInt(1),
                        subject)
                .isEmpty();
        Jdbc.update(connection, """
                insert into subject_keys as k (subject, wrapped, made_at, erased_at) values (?, null, ?, ?)
                on conflict (subject) do update set wrapped = null, erased_at = coalesce(k.erased_at, excluded.erased_at)""", subject, Positions.timestamp(now), Positions.timestamp(now));
        return had;
    }
}

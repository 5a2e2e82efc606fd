package dev.tideline.origin.store;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.WritePosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code tideline.writes}, read. */
public final class WriteOutcomes {

    private final JdbcClient jdbc;

    /** What became of a write. */
    public sealed interface Outcome {

        /**
         * It is decided.
         *
         * @param status applied, conflict, rejected or dead-lettered
         * @param version the one made, or the one that stood in its way
         * @param problem RFC 9457 as JSON text; null where it was applied
         */
        record Decided(
                UUID writeId,
                String status,
                ResourceKey resource,
                @Nullable Long version,
                boolean created,
                boolean deleted,
                String fingerprint,
                WritePosition position,
                Instant at,
                @Nullable String problem)
                implements Outcome {}

        /** It is in the queue, or waits for another try. */
        record Pending() implements Outcome {}

        record Unknown() implements Outcome {}
    }

    public WriteOutcomes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Looks a write up.
     *
     * @param positions up to which the log must be applied before a write that is not found is known to have never been
     */
    public Outcome find(UUID writeId, List<WritePosition> positions) {
        // The positions first: a write that is committed between the two questions must be found, not be missed.
        boolean ahead = !positions.isEmpty() && anyIsAhead(positions);
        return jdbc.sql("""
                        select status, collection, id, version, created, deleted, fingerprint, part, off, applied_at, problem
                        from tideline.writes where write_id = ?""")
                .param(writeId)
                .query((row, number) -> outcome(writeId, row))
                .optional()
                .orElseGet(() -> ahead ? new Outcome.Pending() : new Outcome.Unknown());
    }

    private static Outcome outcome(UUID writeId, ResultSet row) throws SQLException {
        String status = row.getString(1);
        if (status.equals("parked")) {
            return new Outcome.Pending();
        }
        return new Outcome.Decided(
                writeId,
                status,
                new ResourceKey(row.getString(2), row.getString(3)),
                row.getObject(4, Long.class),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getString(7),
                new WritePosition(row.getInt(8), row.getLong(9)),
                row.getObject(10, OffsetDateTime.class).toInstant(),
                row.getString(11));
    }

    private boolean anyIsAhead(List<WritePosition> positions) {
        return jdbc.sql("""
                        select exists (
                            select from unnest(?, ?) as asked (part, off)
                            left join tideline.applied_through using (part)
                            where coalesce(next_offset, 0) <= asked.off)""")
                .param(positions.stream().map(WritePosition::partition).toArray(Integer[]::new))
                .param(positions.stream().map(WritePosition::offset).toArray(Long[]::new))
                .query(Boolean.class)
                .single();
    }
}

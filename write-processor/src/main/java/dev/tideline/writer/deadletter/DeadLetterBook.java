package dev.tideline.writer.deadletter;

import dev.tideline.writer.store.LoggedRecord;
import dev.tideline.writer.store.RecordJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The tables {@code dead_letters} and {@code operator_audit}, as operators see them. */
public final class DeadLetterBook {

    private static final String COLUMNS =
            "letter_id, part, off, write_id, collection, id, cause, detail, tries, failed_at, state, record";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Clock clock;

    /**
     * One letter.
     *
     * @param position where it was in the log
     * @param writeId null where the record could not be read
     * @param resource likewise
     */
    record Entry(
            long id,
            String position,
            @Nullable String writeId,
            @Nullable String resource,
            String cause,
            String detail,
            int tries,
            Instant failedAt,
            String state,
            LoggedRecord record) {}

    public DeadLetterBook(JdbcClient jdbc, TransactionTemplate transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Open letters by cause, most first. */
    Map<String, Long> causes() {
        Map<String, Long> causes = new LinkedHashMap<>();
        jdbc.sql("""
                        select cause, count(*) from dead_letters where state = 'open'
                        group by cause order by count(*) desc, cause""").query((ResultSet row) -> {
            causes.put(row.getString(1), row.getLong(2));
        });
        return causes;
    }

    /**
     * Letters in the order in which they failed.
     *
     * @param cause empty for every cause
     * @param after only ids above this one
     */
    List<Entry> list(String state, String cause, long after, int limit) {
        return jdbc.sql("select " + COLUMNS + """
                         from dead_letters where state = ? and (? = '' or cause = ?) and letter_id > ?
                        order by letter_id limit ?""")
                .params(state, cause, cause, after, limit)
                .query(DeadLetterBook::entry)
                .list();
    }

    Optional<Entry> find(long id) {
        return jdbc.sql("select " + COLUMNS + " from dead_letters where letter_id = ?")
                .param(id)
                .query(DeadLetterBook::entry)
                .optional();
    }

    /** The open letters of a selection, oldest first, at most {@link Selection#MOST}. */
    List<Entry> select(Selection selection) {
        if (selection.letters().isEmpty()) {
            return list("open", selection.cause() == null ? "" : selection.cause(), 0, Selection.MOST);
        }
        return jdbc.sql("select " + COLUMNS
                        + " from dead_letters where state = 'open' and letter_id = any (?) order by letter_id")
                .param(selection.letters().stream().mapToLong(Long::longValue).toArray())
                .query(DeadLetterBook::entry)
                .list();
    }

    /** Closes letters and writes down who did it. */
    void close(List<Entry> letters, String state, String operator, @Nullable String reason) {
        long[] ids = letters.stream().mapToLong(Entry::id).toArray();
        transactions.executeWithoutResult(status -> {
            jdbc.sql("update dead_letters set state = ? where state = 'open' and letter_id = any (?)")
                    .params(state, ids)
                    .update();
            audit(operator, state, ids, reason);
        });
    }

    void audit(String operator, String action, long[] letters, @Nullable String reason) {
        jdbc.sql("insert into operator_audit (at, operator, action, letters, reason) values (?, ?, ?, ?, ?)")
                .param(OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .param(operator)
                .param(action)
                .param(letters)
                .param(reason)
                .update();
    }

    private static Entry entry(ResultSet row, int number) throws SQLException {
        String collection = row.getString(5);
        return new Entry(
                row.getLong(1),
                row.getInt(2) + ":" + row.getLong(3),
                row.getString(4),
                collection == null ? null : collection + "/" + row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getInt(9),
                row.getObject(10, OffsetDateTime.class).toInstant(),
                row.getString(11),
                RecordJson.read(row.getString(12)));
    }
}

package dev.tideline.origin.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table {@code tideline.subject_keys}: data subjects' keys, which only those who have the master key can use. They are
 * made here once and destroyed by write-processor alone.
 */
public final class SubjectKeys {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    /** What is known of a subject's key. */
    public sealed interface Known {

        /** As it is kept: encrypted under the master key. */
        @SuppressWarnings("ArrayRecordComponent") // carried, never compared
        record Wrapped(byte[] key) implements Known {}

        /** The subject was erased, and its key with it. */
        record Destroyed() implements Known {}

        record None() implements Known {}
    }

    public SubjectKeys(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    public Known find(String subject) {
        return jdbc.sql("select wrapped from tideline.subject_keys where subject = ?")
                .param(subject)
                .query((row, number) -> known(row.getBytes(1)))
                .optional()
                .orElseGet(Known.None::new);
    }

    private static Known known(byte @Nullable [] wrapped) {
        return wrapped == null ? new Known.Destroyed() : new Known.Wrapped(wrapped);
    }

    /** Keeps a key unless the subject has one, or was erased; and tells which it is now. */
    public Known keep(String subject, byte[] wrapped) {
        transactions.executeWithoutResult(status -> {
            // This service's connections only read unless they say otherwise.
            jdbc.sql("set transaction read write").update();
            jdbc.sql("""
                            insert into tideline.subject_keys (subject, wrapped, made_at) values (?, ?, now())
                            on conflict (subject) do nothing""").param(subject).param(wrapped).update();
        });
        return find(subject);
    }
}

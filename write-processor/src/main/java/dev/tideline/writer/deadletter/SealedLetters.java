package dev.tideline.writer.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.events.Decoded;
import dev.tideline.events.EventCodec;
import dev.tideline.events.WriteLogRecord;
import dev.tideline.events.WriteSealed;
import dev.tideline.subjects.BrokenSealException;
import dev.tideline.subjects.MasterKey;
import dev.tideline.writer.store.LoggedRecord;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Opens the letters that are encrypted under their data subject's key, for the operator who asks for one of them. */
public final class SealedLetters {

    private final EventCodec codec = new EventCodec();
    private final JdbcClient jdbc;
    private final @Nullable MasterKey master;

    /** What becomes of a letter's record. */
    sealed interface Opened {

        /** It is not encrypted. */
        record Plain() implements Opened {}

        /**
         * It was opened.
         *
         * @param write as JSON text
         */
        record Open(String write) implements Opened {}

        /**
         * It cannot be opened.
         *
         * @param why in words
         */
        record Closed(String why) implements Opened {}
    }

    /** @param master null where no collection is bound to a region */
    public SealedLetters(JdbcClient jdbc, @Nullable MasterKey master) {
        this.jdbc = jdbc;
        this.master = master;
    }

    Opened open(LoggedRecord record) {
        return codec.decode(record.value(), WriteLogRecord.class) instanceof Decoded.Value<WriteLogRecord>(var value)
                        && value instanceof WriteSealed sealed
                ? open(sealed)
                : new Opened.Plain();
    }

    private Opened open(WriteSealed sealed) {
        List<byte[]> keys = jdbc.sql("select coalesce(wrapped, '') from subject_keys where subject = ?")
                .param(sealed.subject())
                .query((row, number) -> row.getBytes(1))
                .list();
        if (keys.isEmpty() || master == null) {
            return new Opened.Closed(keys.isEmpty() ? "its key is missing" : "tideline.subjects.master-key is not set");
        }
        if (keys.getFirst().length == 0) {
            return new Opened.Closed("its data subject was erased");
        }
        try {
            byte[] write = master.unwrap(keys.getFirst(), sealed.subject())
                    .open(Base64.getDecoder().decode(sealed.sealed()), sealed.place());
            return new Opened.Open(new String(write, UTF_8));
        } catch (BrokenSealException | IllegalArgumentException broken) {
            return new Opened.Closed("another master key, or damaged bytes");
        }
    }
}

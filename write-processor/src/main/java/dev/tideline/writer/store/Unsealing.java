package dev.tideline.writer.store;

import dev.tideline.events.Decoded;
import dev.tideline.events.EventCodec;
import dev.tideline.events.WriteRequested;
import dev.tideline.events.WriteSealed;
import dev.tideline.subjects.BrokenSealException;
import dev.tideline.subjects.MasterKey;
import dev.tideline.subjects.SubjectKey;
import dev.tideline.writer.decide.Problem;
import dev.tideline.writer.store.SubjectKeys.Known;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens sealed writes, inside a transaction that holds their subjects' keys. */
final class Unsealing {

    private static final EventCodec CODEC = new EventCodec();

    private final @Nullable MasterKey master;

    /** @param master null where no collection is bound to a region */
    Unsealing(@Nullable MasterKey master) {
        this.master = master;
    }

    /**
     * The entries with every sealed write opened. One whose subject was erased becomes a write that is refused.
     *
     * @throws SealedWriteException if one cannot be opened for any other reason
     */
    List<Entry> open(Connection connection, List<Entry> entries) throws SQLException {
        List<String> subjects = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Sealed(LoggedRecord _, WriteSealed sealed)) {
                subjects.add(sealed.subject());
            }
        }
        if (subjects.isEmpty()) {
            return entries;
        }
        Map<String, Known> keys = SubjectKeys.hold(connection, subjects);
        List<Entry> opened = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            opened.add(
                    entry instanceof Entry.Sealed(LoggedRecord record, WriteSealed sealed)
                            ? open(record, sealed, keys.get(sealed.subject()))
                            : entry);
        }
        return opened;
    }

    private Entry.Write open(LoggedRecord record, WriteSealed sealed, @Nullable Known known) {
        return switch (known) {
            case null ->
                throw new SealedWriteException("no-subject-key", "Postgres has no key for the subject of this write");
            case Known.Destroyed() -> new Entry.Write(record, sealed.remains(), Problem.subjectErased());
            case Known.Wrapped(byte[] wrapped) -> new Entry.Write(record, opened(sealed, wrapped));
        };
    }

    private WriteRequested opened(WriteSealed sealed, byte[] wrapped) {
        if (master == null) {
            throw new SealedWriteException("no-master-key", "tideline.subjects.master-key is not set");
        }
        try {
            SubjectKey key = master.unwrap(wrapped, sealed.subject());
            byte[] bytes = key.open(Base64.getDecoder().decode(sealed.sealed()), sealed.place());
            if (CODEC.decode(bytes, WriteRequested.class) instanceof Decoded.Value<WriteRequested>(var write)
                    && write.writeId().equals(sealed.writeId())
                    && write.resource().equals(sealed.resource())) {
                return write;
            }
            throw new SealedWriteException("broken-seal", "what was sealed is not the write it is said to be");
        } catch (BrokenSealException | IllegalArgumentException broken) {
            throw new SealedWriteException(
                    "broken-seal", "it cannot be opened with this master key: another one, or damaged bytes");
        }
    }
}

package dev.tideline.writer.testbed;

import dev.tideline.events.ErasureRequested;
import dev.tideline.events.EventCodec;
import dev.tideline.events.WritePosition;
import dev.tideline.events.WriteRequested;
import dev.tideline.events.WriteSealed;
import dev.tideline.subjects.MasterKey;
import dev.tideline.subjects.SubjectKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Writes of data subjects as a gateway would seal them, and orders to erase them. */
public final class Subjects {

    /** A setting that every processor of the test needs. */
    public static final String MASTER = Base64.getEncoder().encodeToString(new byte[32]);

    private final EventCodec codec = new EventCodec();
    private final Testbed testbed;
    private final Map<String, SubjectKey> keys = new ConcurrentHashMap<>();

    public Subjects(Testbed testbed) {
        this.testbed = testbed;
    }

    /** Sends a write under its subject's key, which Postgres gets to know first. */
    public WritePosition send(String subject, WriteRequested write) {
        if (!keys.containsKey(subject)) {
            keep(subject);
        }
        return sendUnder(key(subject), subject, write);
    }

    /** Sends a write under a key that Postgres does not know. */
    public WritePosition sendWithoutKeeping(String subject, WriteRequested write) {
        return sendUnder(key(subject), subject, write);
    }

    private WritePosition sendUnder(SubjectKey key, String subject, WriteRequested write) {
        byte[] sealed = key.seal(codec.encode(write), WriteSealed.place(write.writeId(), write.resource()));
        WriteSealed event = new WriteSealed(
                write.writeId(), write.resource(), subject, Base64.getEncoder().encodeToString(sealed));
        return testbed.sendRaw(write.resource().toString(), codec.encode(event));
    }

    /** Lets Postgres know the subject's key. */
    public void keep(String subject) {
        byte[] wrapped = MasterKey.of(MASTER).wrap(key(subject), subject);
        String statement = "insert into subject_keys (subject, wrapped, made_at) values ('" + subject + "', '\\x"
                + HexFormat.of().formatHex(wrapped) + "', now()) returning 1";
        // A processor that starts makes the table.
        Testbed.await(() -> testbed.row(statement), "1");
    }

    private SubjectKey key(String subject) {
        return keys.computeIfAbsent(subject, absent -> SubjectKey.fresh());
    }

    public UUID erase(String subject) {
        UUID id = UUID.randomUUID();
        erase(id, subject);
        return id;
    }

    public void erase(UUID id, String subject) {
        testbed.sendRaw(subject, codec.encode(new ErasureRequested(id, subject, Instant.now())));
    }
}

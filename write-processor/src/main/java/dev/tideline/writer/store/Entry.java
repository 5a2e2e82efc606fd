package dev.tideline.writer.store;

import dev.tideline.events.ErasureRequested;
import dev.tideline.events.WriteRequested;
import dev.tideline.events.WriteSealed;
import dev.tideline.writer.decide.PositionedWrite;
import dev.tideline.writer.decide.Problem;
import org.jspecify.annotations.Nullable;

/** A record of a batch, read. */
public sealed interface Entry {

    LoggedRecord record();

    default long offset() {
        return record().position().offset();
    }

    /**
     * A write that can be decided.
     *
     * @param refusal why it is not to be decided at all; null for nearly all
     */
    record Write(
            LoggedRecord record,
            WriteRequested requested,
            @Nullable Problem refusal) implements Entry {

        /** A write that is to be decided. */
        public Write(LoggedRecord record, WriteRequested requested) {
            this(record, requested, null);
        }

        PositionedWrite positioned() {
            return new PositionedWrite(record.position(), requested, refusal);
        }
    }

    /** A write that is encrypted under its data subject's key. */
    record Sealed(LoggedRecord record, WriteSealed sealed) implements Entry {}

    record Erasure(LoggedRecord record, ErasureRequested order) implements Entry {}

    /** Nothing of a version that is known here: no try will make it one. */
    record Unreadable(LoggedRecord record, String reason) implements Entry {}
}

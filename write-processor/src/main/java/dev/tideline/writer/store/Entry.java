package dev.tideline.writer.store;

import dev.tideline.events.WriteRequested;
import dev.tideline.writer.decide.PositionedWrite;

/** A record of a batch, read. */
public sealed interface Entry {

    LoggedRecord record();

    default long offset() {
        return record().position().offset();
    }

    record Write(LoggedRecord record, WriteRequested requested) implements Entry {
        PositionedWrite positioned() {
            return new PositionedWrite(record.position(), requested);
        }
    }

    /** Not a write of a version that is known here: no try will make it one. */
    record Unreadable(LoggedRecord record, String reason) implements Entry {}
}

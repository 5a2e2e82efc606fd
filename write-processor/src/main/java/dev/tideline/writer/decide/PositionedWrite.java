package dev.tideline.writer.decide;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.WritePosition;
import dev.tideline.events.WriteRequested;
import java.util.UUID;

/** A write and its place in the log. */
public record PositionedWrite(WritePosition position, WriteRequested write) {

    public ResourceKey resource() {
        return write.resource();
    }

    public UUID writeId() {
        return write.writeId();
    }
}

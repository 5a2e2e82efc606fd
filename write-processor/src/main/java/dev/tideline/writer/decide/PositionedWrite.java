package dev.tideline.writer.decide;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.WritePosition;
import dev.tideline.events.WriteRequested;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A write and its place in the log.
 *
 * @param refusal why it is refused whatever the state; null where it is to be decided
 */
public record PositionedWrite(
        WritePosition position,
        WriteRequested write,
        @Nullable Problem refusal) {

    public PositionedWrite(WritePosition position, WriteRequested write) {
        this(position, write, null);
    }

    public ResourceKey resource() {
        return write.resource();
    }

    public UUID writeId() {
        return write.writeId();
    }
}

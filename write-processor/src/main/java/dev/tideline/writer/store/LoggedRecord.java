package dev.tideline.writer.store;

import dev.tideline.events.WritePosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One record of the writes topic, byte for byte. */
@SuppressWarnings("ArrayRecordComponent") // compared by position only, never by content
public record LoggedRecord(
        WritePosition position, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {

    public record Header(String name, byte @Nullable [] value) {
        int bytes() {
            return name.length() + (value == null ? 0 : value.length);
        }
    }

    public int bytes() {
        return (key == null ? 0 : key.length)
                + (value == null ? 0 : value.length)
                + headers.stream().mapToInt(Header::bytes).sum();
    }
}

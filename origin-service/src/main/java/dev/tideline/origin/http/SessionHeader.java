package dev.tideline.origin.http;

import dev.tideline.events.SessionTicket;
import dev.tideline.events.WritePosition;
import dev.tideline.origin.store.Required;
import org.jspecify.annotations.Nullable;

/**
 * {@code X-Tideline-Session}, as gateways pass it on: the writes that the answer must not be older than, as a session ticket or as its
 * positions alone ({@code 3:17,5:200}).
 */
final class SessionHeader {

    static final String NAME = SessionTicket.HEADER;

    private SessionHeader() {}

    /**
     * Reads the field.
     *
     * @return null where the value is malformed: to answer as if it were absent would break the asker's promise
     */
    static @Nullable Required read(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return Required.NOTHING;
        }
        boolean positionsOnly = value.indexOf('.') < 0;
        String ticket = positionsOnly ? "1.any." + value.replace(" ", "") : value;
        return switch (SessionTicket.parse(ticket)) {
            case SessionTicket.Malformed malformed -> null;
            case SessionTicket.Readable(SessionTicket read) ->
                new Required(
                        positionsOnly ? "" : read.log(),
                        read.writes().stream()
                                .map(write -> new WritePosition(write.partition(), write.offset()))
                                .toList());
        };
    }
}

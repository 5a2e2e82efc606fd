package dev.tideline.events;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a write stands in {@link Topics#WRITES}: what a session ticket is made of. */
public record WritePosition(int partition, long offset) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,6}):(\\d{1,18})");

    /** @throws IllegalArgumentException if either is negative */
    public WritePosition {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("not a position: " + partition + ':' + offset);
        }
    }

    /** Reads {@code partition:offset}, as {@link #toString} writes it; empty if it is anything else. */
    public static Optional<WritePosition> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(new WritePosition(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}

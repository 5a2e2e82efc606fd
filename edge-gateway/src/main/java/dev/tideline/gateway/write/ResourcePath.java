package dev.tideline.gateway.write;

import dev.tideline.events.ResourceKey;
import org.jspecify.annotations.Nullable;

/** What the path of a write names. */
sealed interface ResourcePath {

    /** {@code /api/{collection}}. */
    record OfCollection(String collection) implements ResourcePath {}

    /** {@code /api/{collection}/{id}}. */
    record OfItem(String collection, String id) implements ResourcePath {}

    /** A collection, and something after it that is no id. */
    record BadId(String collection) implements ResourcePath {}

    /** Nothing that can be written. */
    record Elsewhere() implements ResourcePath {}

    /**
     * Reads a path.
     *
     * @param rawPath as it was sent, percent-encoded
     */
    static ResourcePath parse(String rawPath) {
        String[] segments = rawPath.split("/", -1);
        if (segments.length < 3 || segments.length > 4 || !segments[0].isEmpty() || !segments[1].equals("api")) {
            return new Elsewhere();
        }
        String collection = unescape(segments[2]);
        if (collection == null || !ResourceKey.isCollection(collection)) {
            return new Elsewhere();
        }
        if (segments.length == 3) {
            return new OfCollection(collection);
        }
        String id = unescape(segments[3]);
        return id != null && ResourceKey.isId(id) ? new OfItem(collection, id) : new BadId(collection);
    }

    /** Percent-encoded ASCII only: no other character may stand in a name. */
    private static @Nullable String unescape(String segment) {
        StringBuilder text = new StringBuilder(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%') {
                int high = i + 2 < segment.length() ? Character.digit(segment.charAt(i + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(segment.charAt(i + 2), 16);
                if (low < 0) {
                    return null;
                }
                c = (char) (high << 4 | low);
                i += 2;
            }
            if (c >= 0x80) {
                return null;
            }
            text.append(c);
        }
        return text.toString();
    }
}

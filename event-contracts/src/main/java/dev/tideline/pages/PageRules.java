package dev.tideline.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.events.ResourceKey;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How a list is cut into pages. The cursor is the last id of a page; that it is opaque leaves us free to change that.
 *
 * @param standard how many items where the client does not say
 * @param max how many a client may ask for
 */
public record PageRules(int standard, int max) {

    /** What a client asked for. */
    public sealed interface Asked {
        /**
         * It can be answered.
         *
         * @param after only ids above this one
         */
        record Page(int limit, String after) implements Asked {}

        record Malformed(String parameter, String allowed) implements Asked {}
    }

    private static final String VERSION = "1.";

    /** Reads the query; null where a parameter is absent. */
    public Asked read(@Nullable String limit, @Nullable String after) {
        int items = standard;
        if (limit != null) {
            if (!limit.matches("[0-9]{1,6}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > max) {
                return new Asked.Malformed("limit", "1 to " + max);
            }
            items = Integer.parseInt(limit);
        }
        String last = after == null ? "" : decode(after);
        return last == null
                ? new Asked.Malformed("after", "what a Link with rel=next had")
                : new Asked.Page(items, last);
    }

    static String cursor(String lastId) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((VERSION + lastId).getBytes(UTF_8));
    }

    private static @Nullable String decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
            return text.startsWith(VERSION) && ResourceKey.isId(text.substring(VERSION.length()))
                    ? text.substring(VERSION.length())
                    : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}

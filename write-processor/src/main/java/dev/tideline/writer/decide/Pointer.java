package dev.tideline.writer.decide;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** A JSON pointer, RFC 6901, as its unescaped reference tokens. */
record Pointer(List<String> tokens) {

    /** A pointer from its text; null where that is none. */
    static @Nullable Pointer parse(String text) {
        if (text.isEmpty()) {
            return new Pointer(List.of());
        }
        if (text.charAt(0) != '/' || text.matches("(?s).*~(?![01]).*")) {
            return null;
        }
        return new Pointer(Arrays.stream(text.substring(1).split("/", -1))
                .map(token -> token.replace("~1", "/").replace("~0", "~"))
                .toList());
    }

    static String escape(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }

    boolean isRoot() {
        return tokens.isEmpty();
    }

    Pointer parent() {
        return new Pointer(tokens.subList(0, tokens.size() - 1));
    }

    String last() {
        return tokens.getLast();
    }

    boolean isProperPrefixOf(Pointer other) {
        return tokens.size() < other.tokens.size()
                && other.tokens.subList(0, tokens.size()).equals(tokens);
    }

    /** What the document has there; null where nothing. */
    @Nullable
    JsonNode in(JsonNode root) {
        JsonNode at = root;
        for (String token : tokens) {
            JsonNode next = at instanceof ArrayNode array ? array.get(index(token)) : at.get(token);
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }

    /** An array index: digits without a leading zero (RFC 6901 section 4); -1 where the token is none. */
    static int index(String token) {
        return token.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(token) : -1;
    }
}

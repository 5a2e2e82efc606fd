package dev.tideline.gateway.write;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a body claims to be. */
enum ContentType {
    JSON,
    MERGE_PATCH,
    JSON_PATCH,
    /** None, several, one that is malformed, one that Tideline does not read, or one that is not in UTF-8. */
    OTHER;

    private static final Pattern CHARSET =
            Pattern.compile(";[ \\t]*+charset=\"?([^\";, \\t]*+)\"?", Pattern.CASE_INSENSITIVE);

    static ContentType parse(List<String> lines) {
        if (lines.size() != 1) {
            return OTHER;
        }
        String line = lines.getFirst();
        Matcher charset = CHARSET.matcher(line);
        if (charset.find() && !charset.group(1).equalsIgnoreCase("utf-8")) {
            return OTHER;
        }
        return switch (line.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
            case "application/json" -> JSON;
            case "application/merge-patch+json" -> MERGE_PATCH;
            case "application/json-patch+json" -> JSON_PATCH;
            default -> OTHER;
        };
    }
}

package dev.tideline.gateway.policy;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Parsing Vary and bringing selecting fields into one spelling (RFC 9111 §4.1). */
final class VaryMatching {

    /** More selecting fields than this make a response that will hardly ever match; it counts as {@code *}. */
    private static final int MOST_NAMES = 32;

    private VaryMatching() {}

    static Vary parse(Fields responseFields) {
        List<String> lines = responseFields.all("Vary");
        if (lines.isEmpty()) {
            return Vary.NONE;
        }
        TreeSet<String> names = new TreeSet<>();
        for (String line : lines) {
            for (String member : FieldSyntax.members(line)) {
                // "A stored response with a Vary header field value containing a member "*" always fails to match."
                if (member.equals("*") || !FieldSyntax.isToken(member) || names.size() == MOST_NAMES) {
                    return Vary.ANY;
                }
                names.add(member.toLowerCase(Locale.ROOT));
            }
        }
        return names.isEmpty() ? Vary.NONE : new Vary(List.copyOf(names), false);
    }

    static String variant(List<String> names, Fields requestFields) {
        if (names.isEmpty()) {
            return "";
        }
        StringBuilder key = new StringBuilder();
        for (String name : names) {
            key.append(name).append('=');
            String value = normalised(name, requestFields);
            // "If a field is absent from a request, it can only match another request if it is also absent there."
            if (value == null) {
                key.append('-');
            } else {
                key.append(value.length()).append(':').append(value);
            }
        }
        return key.toString();
    }

    private static @Nullable String normalised(String name, Fields fields) {
        String combined = fields.combined(name);
        if (combined == null) {
            return null;
        }
        if (name.equals("accept-language") || name.equals("accept-encoding")) {
            String sorted = AcceptedList.normalise(combined);
            if (sorted != null) {
                return sorted;
            }
        }
        return String.join(",", FieldSyntax.members(combined));
    }
}

package dev.tideline.gateway.write;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Prefer} field of a write, RFC 7240. What cannot be read is no preference.
 *
 * @param respondAsync section 4.1: answer 202 as soon as the write is accepted
 * @param patience {@code wait}, section 4.3: how long the client would wait for the outcome; null where it did not say
 */
record Preference(boolean respondAsync, @Nullable Duration patience) {

    static final Preference NONE = new Preference(false, null);

    private static final Pattern ELEMENT = Pattern.compile("(?:[^,\"]|\"(?:[^\"\\\\]|\\\\.)*+\")++");
    // Section 2: a preference with an empty value is one without a value.
    private static final Pattern ASYNC = Pattern.compile("respond-async(?:[ \\t]*+=[ \\t]*+(?:\"\")?)?");
    private static final Pattern WAIT = Pattern.compile("wait[ \\t]*+=[ \\t]*+\"?(\\d{1,9})\"?");

    /** The first of two preferences of one name counts (section 2). */
    static Preference parse(List<String> lines) {
        boolean respondAsync = false;
        Duration patience = null;
        for (Matcher element = ELEMENT.matcher(String.join(",", lines)); element.find(); ) {
            String preference = element.group().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            Matcher seconds = WAIT.matcher(preference);
            if (ASYNC.matcher(preference).matches()) {
                respondAsync = true;
            } else if (patience == null && seconds.matches()) {
                patience = Duration.ofSeconds(Long.parseLong(seconds.group(1)));
            }
        }
        return new Preference(respondAsync, patience);
    }
}

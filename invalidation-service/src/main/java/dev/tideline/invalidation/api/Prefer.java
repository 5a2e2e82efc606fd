package dev.tideline.invalidation.api;

import java.time.Duration;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one preference that is understood: {@code wait} (RFC 7240 section 4.3). Others are ignored, as that RFC says. */
final class Prefer {

    private static final Pattern WAIT = Pattern.compile("\\s*wait\\s*=\\s*\"?([0-9]{1,6})\"?\\s*(;.*)?");

    private Prefer() {}

    /** The first {@code wait} in seconds; empty if there is none, or it is malformed. */
    static Optional<Duration> wait(Enumeration<String> fields) {
        while (fields.hasMoreElements()) {
            for (String preference : fields.nextElement().split(",", -1)) {
                Matcher wait = WAIT.matcher(preference.toLowerCase(Locale.ROOT));
                if (wait.matches()) {
                    return Optional.of(Duration.ofSeconds(Long.parseLong(wait.group(1))));
                }
            }
        }
        return Optional.empty();
    }
}

package dev.tideline.settings;

import dev.tideline.placement.PlacementException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A setting a service cannot start with. The message is one line: which key, what it is, what is allowed. */
public final class WrongSetting extends IllegalArgumentException {

    /**
     * Names a setting.
     *
     * @param key the whole key, such as {@code tideline.batch.max-records}
     * @param value what it was set to; null when it is missing, or must not be repeated
     * @param allowed what would be right, in words
     */
    public WrongSetting(String key, @Nullable Object value, String allowed) {
        super(key + (value == null ? " is not set" : " is '" + shown(value) + "'") + "; allowed: " + allowed);
    }

    /** Who is named in an address, and what is asked there, may be secret. */
    private static String shown(Object value) {
        return value instanceof URI
                ? value.toString().replaceFirst("//[^/?#]*@", "//***@").replaceFirst("\\?.*", "?***")
                : value.toString();
    }

    /** Throws unless {@code right}. */
    public static void unless(boolean right, String key, @Nullable Object value, String allowed) {
        if (!right) {
            throw new WrongSetting(key, value, allowed);
        }
    }

    /** Throws unless {@code least <= value <= most}. */
    public static void between(long value, long least, long most, String key) {
        unless(value >= least && value <= most, key, value, least + " to " + most);
    }

    /** Throws unless {@code value} is above zero and at most so many days. */
    public static void positive(Duration value, int mostDays, String key) {
        boolean right = value.isPositive() && value.compareTo(Duration.ofDays(mostDays)) <= 0;
        unless(right, key, value, "a duration above zero, at most " + mostDays + "d");
    }

    /** What a failed start has to say about a wrong setting or placement file, however deep; empty if it failed otherwise. */
    public static Optional<String> toldBy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WrongSetting || cause instanceof PlacementException) {
                return Optional.ofNullable(cause.getMessage());
            }
        }
        return Optional.empty();
    }
}

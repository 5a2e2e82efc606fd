package dev.tideline.invalidation;

import org.jspecify.annotations.Nullable;

/** A setting the service cannot start with. The message is one line: which key, what it is, what is allowed. */
public final class WrongSetting extends IllegalArgumentException {

    /** @param value what it was set to; null when it is missing */
    public WrongSetting(String key, @Nullable Object value, String allowed) {
        super(key + (value == null ? " is not set" : " is '" + value + "'") + "; allowed: " + allowed);
    }

    /** Throws unless {@code right}. */
    public static void unless(boolean right, String key, @Nullable Object value, String allowed) {
        if (!right) {
            throw new WrongSetting(key, value, allowed);
        }
    }
}

package dev.tideline.writer;

import org.jspecify.annotations.Nullable;

/** A setting the service cannot start with. The message is one line: which key, what it is, what is allowed. */
public final class WrongSetting extends IllegalArgumentException {

    /**
     * Names a setting.
     *
     * @param key the whole key, such as {@code tideline.batch.max-records}
     * @param value what it was set to; null when it is missing
     * @param allowed what would be right, in words
     */
    WrongSetting(String key, @Nullable Object value, String allowed) {
        super(key + (value == null ? " is not set" : " is '" + value + "'") + "; allowed: " + allowed);
    }

    static void unless(boolean right, String key, @Nullable Object value, String allowed) {
        if (!right) {
            throw new WrongSetting(key, value, allowed);
        }
    }
}

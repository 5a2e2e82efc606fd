package dev.tideline.gateway.policy;

import org.jspecify.annotations.Nullable;

/**
 * An entity tag (RFC 9110 §8.8.3).
 *
 * @param weak whether it has the {@code W/} flag
 * @param opaque the text between the quotes
 */
public record EntityTag(boolean weak, String opaque) {

    /** Parses one entity tag; null if it is malformed. Never throws. */
    public static @Nullable EntityTag parse(String text) {
        String value = text.strip();
        boolean weak = value.startsWith("W/");
        int start = weak ? 2 : 0;
        int end = value.length() - 1;
        if (end <= start || value.charAt(start) != '"' || value.charAt(end) != '"') {
            return null;
        }
        for (int i = start + 1; i < end; i++) {
            if (!isEtagc(value.charAt(i))) {
                return null;
            }
        }
        return new EntityTag(weak, value.substring(start + 1, end));
    }

    /** etagc: visible ASCII without the quote, and obs-text. */
    static boolean isEtagc(char c) {
        return c == 0x21 || (c >= 0x23 && c != 0x7f);
    }

    /** Weak comparison (§8.8.3.2): the opaque texts are equal. */
    public boolean weaklyEquals(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    /** Strong comparison (§8.8.3.2): equal and neither is weak. */
    public boolean stronglyEquals(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    @Override
    public String toString() {
        return (weak ? "W/\"" : "\"") + opaque + '"';
    }
}

package dev.tideline.gateway.policy;

import org.jspecify.annotations.Nullable;

/** Byte positions in fields (RFC 9110 §14). */
final class RangeParser {

    private RangeParser() {}

    /** {@code bytes first-last/complete} (§14.4); null for anything else, also for inconsistent numbers. */
    static @Nullable ContentRange contentRange(@Nullable String value) {
        if (value == null || value.length() < 7 || !value.substring(0, 6).equalsIgnoreCase("bytes ")) {
            return null;
        }
        int dash = value.indexOf('-', 6);
        int slash = value.indexOf('/', 6);
        if (dash < 0 || slash < dash) {
            return null;
        }
        long first = position(value.substring(6, dash));
        long last = position(value.substring(dash + 1, slash));
        String complete = value.substring(slash + 1);
        long length = complete.equals("*") ? -1 : position(complete);
        boolean readable = first >= 0 && last >= first && (complete.equals("*") || length > last);
        return readable ? new ContentRange(first, last, length) : null;
    }

    /** A number of bytes, or -1. */
    static long position(String digits) {
        if (digits.isEmpty() || digits.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Content-Length (RFC 9110 §8.6), or -1 if it is absent, malformed or contradictory. */
    static long contentLength(Fields fields) {
        String first = fields.first("Content-Length");
        return first == null || fields.count("Content-Length") > 1 ? -1 : position(first);
    }
}

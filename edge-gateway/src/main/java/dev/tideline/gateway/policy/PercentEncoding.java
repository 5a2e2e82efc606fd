package dev.tideline.gateway.policy;

import org.jspecify.annotations.Nullable;

/** Percent-encoding brought into one spelling (RFC 3986 §6.2.2.1, §6.2.2.2). */
final class PercentEncoding {

    private static final String HEX = "0123456789ABCDEF";

    private PercentEncoding() {}

    /**
     * Unreserved characters decoded, other escapes with upper-case digits. Reserved characters stay as they are, so
     * {@code %2F} never becomes a slash and {@code %252e} never a dot. Null if an escape is malformed or stands for a
     * control character, which servers cut or read in different ways.
     */
    static @Nullable String normalise(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                out.append(c);
                continue;
            }
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
            int octet = high * 16 + low;
            if (high < 0 || low < 0 || octet < 0x20 || octet == 0x7f) {
                return null;
            }
            if (isUnreserved((char) octet)) {
                out.append((char) octet);
            } else {
                out.append('%').append(HEX.charAt(high)).append(HEX.charAt(low));
            }
            i += 2;
        }
        return out.toString();
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}

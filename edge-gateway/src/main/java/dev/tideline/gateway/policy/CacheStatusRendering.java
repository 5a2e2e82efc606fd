package dev.tideline.gateway.policy;

import org.jspecify.annotations.Nullable;

/** Writes a member of Cache-Status (RFC 9211 §2) as a structured field item (RFC 9651 §4.1). */
final class CacheStatusRendering {

    private static final int LONGEST_TEXT = 1024;

    private CacheStatusRendering() {}

    static String render(CacheStatus status) {
        StringBuilder out = new StringBuilder(64);
        appendTokenOrString(out, status.cache());
        if (status.hit()) {
            out.append(";hit");
        }
        ForwardReason fwd = status.fwd();
        if (fwd != null) {
            out.append(";fwd=").append(fwd.token());
        }
        // Parameters about the forwarded request make no sense without one (§2.3, §2.5, §2.6).
        if (fwd != null && status.fwdStatus() > 0) {
            out.append(";fwd-status=").append(status.fwdStatus());
        }
        if (status.ttlMs() != CacheStatus.NO_TTL) {
            out.append(";ttl=").append(ttlSeconds(status.ttlMs()));
        }
        if (fwd != null && status.stored()) {
            out.append(";stored");
        }
        if (fwd != null && status.collapsed()) {
            out.append(";collapsed");
        }
        appendText(out, ";key=", status.key());
        appendDetail(out, status.detail());
        return out.toString();
    }

    /** Whole seconds, rounded down, within what an sf-integer can hold. */
    static long ttlSeconds(long ms) {
        return Math.clamp(Math.floorDiv(ms, 1000L), -999_999_999_999_999L, 999_999_999_999_999L);
    }

    private static void appendDetail(StringBuilder out, @Nullable String detail) {
        if (detail != null) {
            out.append(";detail=");
            appendTokenOrString(out, detail);
        }
    }

    private static void appendTokenOrString(StringBuilder out, String text) {
        boolean token = FieldSyntax.isToken(text) && Character.isLetter(text.charAt(0));
        if (token) {
            out.append(text);
        } else {
            appendString(out, text);
        }
    }

    private static void appendText(StringBuilder out, String parameter, @Nullable String text) {
        if (text != null) {
            out.append(parameter);
            appendString(out, text);
        }
    }

    /** sf-string: printable ASCII with quote and backslash escaped; anything else becomes a question mark. */
    private static void appendString(StringBuilder out, String text) {
        out.append('"');
        int end = Math.min(text.length(), LONGEST_TEXT);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c < 0x20 || c > 0x7e ? '?' : c);
        }
        out.append('"');
    }
}

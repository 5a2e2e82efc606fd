package dev.tideline.gateway.write;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code Idempotency-Key} request header field of draft-ietf-httpapi-idempotency-key-header-07: an Item of RFC 9651
 * whose value is a String, on one field line.
 */
sealed interface IdempotencyKey {

    int MAX_LENGTH = 255;

    /** The field is not there. */
    record Absent() implements IdempotencyKey {}

    /**
     * A key.
     *
     * @param value 1 to 255 printable ASCII characters, unescaped
     */
    record Present(String value) implements IdempotencyKey {}

    /**
     * The field breaks the draft's rules.
     *
     * @param reason one sentence for the client
     */
    record Malformed(String reason) implements IdempotencyKey {}

    /**
     * Reads the field.
     *
     * @param lines the field's lines as they came
     */
    static IdempotencyKey parse(List<String> lines) {
        if (lines.isEmpty()) {
            return new Absent();
        }
        if (lines.size() > 1) {
            return new Malformed("Send one Idempotency-Key, not " + lines.size() + '.');
        }
        Matcher item = Grammar.ITEM.matcher(lines.getFirst());
        if (!item.matches()) {
            return new Malformed("An Idempotency-Key is a string in double quotes, such as \"8e03978e-40d5\".");
        }
        String value = item.group(1).replaceAll("\\\\(.)", "$1");
        return value.isEmpty() || value.length() > MAX_LENGTH
                ? new Malformed(
                        "An Idempotency-Key has 1 to " + MAX_LENGTH + " characters, not " + value.length() + '.')
                : new Present(value);
    }

    /** RFC 9651 section 4.2.3. Parameters must be well formed; the draft defines none, so they mean nothing. */
    final class Grammar {
        private static final String STRING = "\"((?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\"\\\\])*+)\"";
        private static final String PARAMETER_VALUE = "(?:\"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\"\\\\])*+\""
                + "|-?\\d{1,15}(?:\\.\\d{1,3})?|@-?\\d{1,15}|\\?[01]|:[A-Za-z0-9+/=]*+:"
                + "|[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]*+)";
        static final Pattern ITEM =
                Pattern.compile(" *+" + STRING + "(?:; *+[a-z*][a-z0-9_.*-]*+(?:=" + PARAMETER_VALUE + ")?)*+ *+");

        private Grammar() {}
    }
}

package dev.tideline.invalidation.api;

import java.util.regex.Pattern;

/** {@code Idempotency-Key}, draft 07: a quoted string. Bare ones are understood too, as most clients send them. */
final class IdempotencyKey {

    private static final Pattern VALID =
            Pattern.compile("\"[\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]{1,255}\"|[\\x21\\x23-\\x7e]{1,255}");

    private IdempotencyKey() {}

    static boolean isValid(String field) {
        return VALID.matcher(field).matches();
    }

    /** The key itself: the same quoted or bare. */
    static String value(String field) {
        return field.startsWith("\"") ? field.substring(1, field.length() - 1) : field;
    }
}

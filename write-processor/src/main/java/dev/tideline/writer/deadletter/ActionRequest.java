package dev.tideline.writer.deadletter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a replay or a discard. Exactly one of {@code letters}, {@code cause} and {@code all} chooses the letters.
 *
 * @param confirm what the dry run answered; without it this is the dry run
 * @param reason of a discard
 */
record ActionRequest(
        @Nullable List<Long> letters,
        @Nullable String cause,
        @Nullable Boolean all,
        @Nullable String confirm,
        @Nullable String reason) {

    /** Null where it is not clear which letters are meant. */
    @Nullable
    Selection selection() {
        int ways = (letters == null ? 0 : 1) + (cause == null ? 0 : 1) + (Boolean.TRUE.equals(all) ? 1 : 0);
        if (ways != 1 || (letters != null && (letters.isEmpty() || letters.size() > Selection.MOST))) {
            return null;
        }
        return new Selection(letters == null ? List.of() : letters, cause);
    }
}

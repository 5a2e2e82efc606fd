package dev.tideline.writer.deadletter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which open letters an action is for: some by id, all of a cause, or all.
 *
 * @param letters ids; empty where they are chosen otherwise
 * @param cause null where it does not matter
 */
record Selection(List<Long> letters, @Nullable String cause) {

    /** An action takes at most so many letters; the rest are for the next one. */
    static final int MOST = 1000;
}

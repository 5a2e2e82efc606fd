package dev.tideline.origin.store;

import dev.tideline.events.WritePosition;
import java.util.List;

/**
 * Writes that must be in before a question may be answered.
 *
 * @param log the topic's id that the positions count in; empty where it is not known
 * @param writes the last one of each partition
 */
public record Required(String log, List<WritePosition> writes) {
    public static final Required NOTHING = new Required("", List.of());
}

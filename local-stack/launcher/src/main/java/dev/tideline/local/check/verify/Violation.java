package dev.tideline.local.check.verify;

import dev.tideline.local.check.history.Fact;
import java.util.List;

/**
 * A promise was broken.
 *
 * @param what happened, as a sentence without its full stop
 * @param at when it showed
 * @param evidence the few facts that together prove it
 */
public record Violation(String what, long at, List<Fact> evidence) {
    public Violation {
        evidence = List.copyOf(evidence);
    }
}

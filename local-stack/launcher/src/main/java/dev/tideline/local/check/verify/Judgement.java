package dev.tideline.local.check.verify;

import dev.tideline.local.check.history.Fact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one rule found.
 *
 * @param judged how many facts could have broken it; 0 means that the run said nothing about this promise
 * @param broken how many did
 */
public record Judgement(long judged, long broken, Optional<Violation> first) {

    /** Collects while a rule goes through the history. */
    static final class Tally {
        private long judged;
        private final List<Violation> violations = new ArrayList<>();

        void judged() {
            judged++;
        }

        void broken(String what, Fact shownBy, List<? extends Fact> evidence) {
            List<Fact> all = new ArrayList<>(evidence);
            if (!all.contains(shownBy)) {
                all.add(shownBy);
            }
            violations.add(new Violation(what, shownBy.at(), all));
        }

        Judgement judgement() {
            return new Judgement(
                    judged, violations.size(), violations.stream().min(Comparator.comparingLong(Violation::at)));
        }
    }
}

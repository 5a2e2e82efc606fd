package dev.tideline.local.check.verify;

import dev.tideline.local.check.history.History;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What all rules say of one history. */
public record Verdict(List<Finding> findings) {

    /** What one rule says. */
    public record Finding(String promise, Judgement judgement) {
        public boolean holds() {
            return judgement.broken() == 0;
        }
    }

    public static Verdict of(History history) {
        return of(history, Rule.ALL);
    }

    public static Verdict of(History history, List<Rule> rules) {
        return new Verdict(rules.stream()
                .map(rule -> new Finding(rule.promise(), rule.judge(history)))
                .toList());
    }

    /** Whether no promise was broken. A promise that nothing tested counts as kept; {@link #untested} names it. */
    public boolean holds() {
        return findings.stream().allMatch(Finding::holds);
    }

    /** The promises that the run said nothing about. */
    public List<String> untested() {
        return findings.stream()
                .filter(finding -> finding.judgement().judged() == 0)
                .map(Finding::promise)
                .toList();
    }

    /** The first of each promise that was broken, in the order in which they showed. */
    public List<Violation> violations() {
        return findings.stream()
                .flatMap(finding -> finding.judgement().first().stream())
                .sorted(Comparator.comparingLong(Violation::at))
                .toList();
    }

    /** The violation that showed first. */
    public Optional<Violation> first() {
        return violations().stream().findFirst();
    }
}

package dev.tideline.local.check;

import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.verify.Judgement;
import dev.tideline.local.check.verify.Timeline;
import dev.tideline.local.check.verify.Verdict;
import dev.tideline.local.check.verify.Violation;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Tells a verdict to a person. */
final class Report {

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void print(History history, Verdict verdict, long seed) {
        counts(history);
        out.println();
        verdict.findings().forEach(this::finding);
        verdict.violations().forEach(violation -> violation(violation, history));
        out.println();
        out.println(
                verdict.holds()
                        ? "Every promise held."
                        : "A promise was broken; --seed " + seed + " plays the same steps and faults again.");
    }

    private void counts(History history) {
        out.printf("%n  %d reads (%s)%n", history.all(Fact.Read.class).size(), histogram(history));
        out.printf(
                "  %d writes, %d versions, %d purges in the log, %d answers of the origin (%d of a lagging replica),"
                        + " %d faults%n",
                history.all(Fact.Write.class).size(),
                count(history, Fact.Committed.class, fact -> true),
                count(history, Fact.PurgeLogged.class, fact -> true),
                count(history, Fact.Fill.class, fact -> true),
                count(history, Fact.Fill.class, Fact.Fill::old),
                count(history, Fact.Fault.class, fact -> true));
    }

    private static <F extends Fact> long count(History history, Class<F> kind, Predicate<F> which) {
        return history.all(kind).stream().filter(which).count();
    }

    private static String histogram(History history) {
        Map<String, Long> byKind = history.all(Fact.Read.class).stream()
                .collect(Collectors.groupingBy(read -> kind(read.answer()), TreeMap::new, Collectors.counting()));
        return byKind.entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String kind(Answer answer) {
        return switch (answer) {
            case Answer.Data data ->
                data.served().cacheStatus().isEmpty()
                        ? "without a cache status"
                        : data.served().cacheStatus();
            case Answer.Refused(int status, boolean problem) ->
                "refused with " + status + (problem ? "" : " and no problem document");
            case Answer.Lost lost -> "lost";
        };
    }

    private void finding(Verdict.Finding finding) {
        Judgement judgement = finding.judgement();
        String mark = judgement.broken() > 0 ? "✘" : judgement.judged() == 0 ? "–" : "✔";
        String result = judgement.broken() > 0
                ? "BROKEN " + judgement.broken() + " times in " + judgement.judged()
                : judgement.judged() == 0 ? "nothing tested it" : judgement.judged() + " times";
        out.printf(Locale.ROOT, "  %s %-75s %s%n", mark, finding.promise(), result);
    }

    private void violation(Violation violation, History history) {
        out.println();
        out.println("Violation: " + violation.what() + ".");
        out.println();
        Timeline.of(violation, history).forEach(line -> out.println("  " + line));
    }
}

package dev.tideline.local.check.verify;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.Scope;
import dev.tideline.local.check.history.Acceptance;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Answer.Served;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.Span;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells facts as a person reads them, one line each. */
public final class Timeline {

    private Timeline() {}

    /** The evidence of a violation, and the faults that were in force meanwhile, in the order of time. */
    public static List<String> of(Violation violation, History history) {
        long from = violation.evidence().stream().mapToLong(Fact::at).min().orElse(violation.at());
        Stream<Fact.Fault> faults = history.all(Fact.Fault.class).stream()
                .filter(fault -> fault.span().end() >= from && fault.span().begin() <= violation.at());
        return Stream.concat(violation.evidence().stream(), faults)
                .distinct()
                .sorted(Comparator.comparingLong(Fact::at))
                .map(Timeline::line)
                .toList();
    }

    /** Everything that happened, a line each. */
    public static Stream<String> of(History history) {
        return history.facts().stream().map(Timeline::line);
    }

    private static String line(Fact fact) {
        return String.format(Locale.ROOT, "%9.3f s  %s", fact.at() / 1e9, tell(fact));
    }

    private static String tell(Fact fact) {
        return switch (fact) {
            case Fact.Read read ->
                "read     " + read.worker() + (read.session() ? " with its ticket" : "") + ": GET "
                        + read.target().path() + " at " + read.instance() + " → " + tell(read.answer())
                        + took(read.span());
            case Fact.Write write ->
                "write    " + write.worker() + ": "
                        + write.mark().map(mark -> "PUT " + mark).orElse("DELETE") + " to " + write.key() + " at "
                        + write.instance() + " → " + tell(write.acceptance()) + took(write.span());
            case Fact.PurgeAsked asked ->
                "purge    asked by " + asked.worker() + ": " + asked.mode() + " " + scopes(asked.scopes())
                        + took(asked.span());
            case Fact.PurgeLogged logged ->
                "purge    in the log at offset " + logged.offset() + ": " + tell(logged.purge());
            case Fact.Receipt receipt ->
                "receipt  " + receipt.instance() + " says applied up to offset " + receipt.offset();
            case Fact.Committed committed ->
                "commit   " + committed.key() + " version " + committed.version()
                        + (committed.deleted() ? " (deleted)" : "") + " by write " + committed.writeId() + " at "
                        + committed.position();
            case Fact.Settled settled ->
                "outcome  write " + settled.writeId() + " to " + settled.key() + " from "
                        + settled.position() + ": "
                        + (settled.applied() ? "applied as version " + settled.version() : "turned down");
            case Fact.Fill fill ->
                "origin   asked for " + fill.path() + ", answer #" + fill.id() + (fill.old() ? " is an old one" : "")
                        + took(fill.span());
            case Fact.Fault fault -> "fault    " + fault.what() + took(fault.span());
        };
    }

    private static String tell(Answer answer) {
        return switch (answer) {
            case Answer.Document document ->
                "version " + document.version() + " (" + document.mark() + ")" + tell(document.served());
            case Answer.Absent absent ->
                "not found" + (absent.version() > 0 ? ", version " + absent.version() : "") + tell(absent.served());
            case Answer.Listed listed -> "a list of " + listed.versions().size() + tell(listed.served());
            case Answer.Refused refused -> "refused with " + refused.status();
            case Answer.Lost lost -> "no answer (" + lost.why() + ")";
        };
    }

    private static String tell(Served served) {
        return (served.cacheStatus().isEmpty() ? "" : ", " + served.cacheStatus())
                + (served.boundMs() == Served.NO_BOUND ? "" : ", bound " + served.boundMs() + " ms")
                + (served.fill() == 0 ? "" : ", from origin answer #" + served.fill());
    }

    private static String tell(Acceptance acceptance) {
        return switch (acceptance) {
            case Acceptance.Accepted accepted -> "202, write " + accepted.writeId();
            case Acceptance.Refused refused -> "refused with " + refused.status();
            case Acceptance.Unknown unknown -> "no answer (" + unknown.why() + ")";
        };
    }

    private static String tell(PurgeIssued purge) {
        return purge.mode() + " " + scopes(purge.scopes())
                + (purge.regions().isEmpty() ? "" : " in " + purge.regions())
                + (purge.cause() == PurgeIssued.Cause.CHANGE ? ", for a change" : ", for an operator");
    }

    private static String scopes(List<Scope> scopes) {
        String named = scopes.stream().limit(4).map(Timeline::tell).collect(Collectors.joining(", "));
        return scopes.size() > 4 ? named + " and " + (scopes.size() - 4) + " more" : named;
    }

    private static String tell(Scope scope) {
        return switch (scope) {
            case Scope.Resource(var key, var version) -> key + (version > 0 ? " below version " + version : "");
            case Scope.Url(var url) -> "URL " + url;
            case Scope.Tag(var tag) -> "tag " + tag;
            case Scope.Prefix(var prefix) -> "prefix " + prefix;
            case Scope.Everything() -> "everything";
        };
    }

    private static String took(Span span) {
        return String.format(Locale.ROOT, " [%.1f ms]", (span.end() - span.begin()) / 1e6);
    }
}

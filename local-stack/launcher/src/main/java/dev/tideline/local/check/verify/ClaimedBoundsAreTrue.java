package dev.tideline.local.check.verify;

import dev.tideline.events.ResourceKey;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Answer.Served;
import dev.tideline.local.check.history.Fact.Committed;
import dev.tideline.local.check.history.Fact.Fill;
import dev.tideline.local.check.history.Fact.Read;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An answer that says "at most B milliseconds old" shows everything that was committed B milliseconds before it was
 * given. When that was is not known exactly: not before the request began, and not before the origin's answer was there
 * that it is made from. An answer made from an old one is left out: the bound rests on an origin that tells what it has,
 * and a replica that lags is held to the versions of the purges that were applied instead.
 */
final class ClaimedBoundsAreTrue implements Rule {

    @Override
    public String promise() {
        return "every staleness bound that was claimed was true";
    }

    @Override
    public Judgement judge(History history) {
        Judgement.Tally tally = new Judgement.Tally();
        Versions versions = new Versions(history);
        Evidence evidence = new Evidence(history, versions);
        for (Read read : history.all(Read.class)) {
            boolean old = evidence.fillOf(read).map(Fill::old).orElse(false);
            if (!old
                    && read.answer() instanceof Answer.Data data
                    && data.served().boundMs() != Served.NO_BOUND) {
                tally.judged();
                judge(read, data, versions, evidence, tally);
            }
        }
        return tally.judgement();
    }

    private static void judge(
            Read read, Answer.Data data, Versions versions, Evidence evidence, Judgement.Tally tally) {
        long given = earliestGiven(read, evidence);
        long covered = given - Duration.ofMillis(data.served().boundMs()).toNanos();
        switch (read.target()) {
            case Target.Item(ResourceKey key) -> {
                long seen = versions.seenBy(read).orElseThrow();
                missed(key, covered, seen, versions)
                        .ifPresent(missed -> report(read, data, missed, "version " + seen, evidence, tally));
            }
            case Target.Listing(String collection) -> {
                if (data instanceof Answer.Listed listed) {
                    versions.keys().stream()
                            .filter(key -> key.collection().equals(collection))
                            .forEach(key -> judge(read, listed, key, covered, versions, evidence, tally));
                }
            }
        }
    }

    private static void judge(
            Read read,
            Answer.Listed listed,
            ResourceKey key,
            long covered,
            Versions versions,
            Evidence evidence,
            Judgement.Tally tally) {
        Long shown = listed.versions().get(key.id());
        Optional<Committed> missed = versions.newestBefore(key, covered)
                .filter(newest -> shown == null
                        ? !newest.deleted()
                                && !versions.anyTombstone(
                                        key, newest.version(), read.span().end())
                        : shown < newest.version());
        String seen = shown == null ? "nothing of it" : "version " + shown;
        missed.ifPresent(committed -> report(read, listed, committed, seen, evidence, tally));
    }

    private static Optional<Committed> missed(ResourceKey key, long covered, long seen, Versions versions) {
        return versions.newestBefore(key, covered).filter(newest -> newest.version() > seen);
    }

    private static long earliestGiven(Read read, Evidence evidence) {
        long begin = read.span().begin();
        return evidence.fillOf(read)
                .map(Fill::span)
                .map(fill -> Math.max(begin, fill.end()))
                .orElse(begin);
    }

    private static void report(
            Read read, Answer.Data data, Committed missed, String seen, Evidence evidence, Judgement.Tally tally) {
        tally.broken(
                read.instance() + " claimed at most " + data.served().boundMs() + " ms for "
                        + read.target().path()
                        + " and showed " + seen + " of " + missed.key() + ", but version " + missed.version()
                        + " had been committed longer ago than that",
                read,
                Evidence.joined(evidence.of(missed.key(), missed.version()), List.copyOf(evidence.of(read))));
    }
}

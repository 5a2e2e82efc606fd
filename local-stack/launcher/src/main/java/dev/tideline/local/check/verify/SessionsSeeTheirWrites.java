package dev.tideline.local.check.verify;

import dev.tideline.events.ResourceKey;
import dev.tideline.local.check.history.Acceptance;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.Fact.Committed;
import dev.tideline.local.check.history.Fact.Read;
import dev.tideline.local.check.history.Fact.Write;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.Target;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/** What was written with a 202 is seen by every later read that brings its ticket, or the read is refused. */
final class SessionsSeeTheirWrites implements Rule {

    private record Strand(String worker, ResourceKey key) {}

    @Override
    public String promise() {
        return "a 202's write is seen with its ticket everywhere, or the read is refused";
    }

    @Override
    public Judgement judge(History history) {
        Judgement.Tally tally = new Judgement.Tally();
        Versions versions = new Versions(history);
        Evidence evidence = new Evidence(history, versions);
        Map<UUID, Committed> byWrite = new HashMap<>();
        history.all(Committed.class).forEach(committed -> byWrite.putIfAbsent(committed.writeId(), committed));
        Map<Strand, Committed> written = new HashMap<>();
        // A session does one thing after the other, so the order of beginnings is the session's order.
        for (Fact fact : inOrder(history)) {
            switch (fact) {
                case Write write
                when write.acceptance() instanceof Acceptance.Accepted(UUID writeId) && byWrite.get(writeId) != null ->
                    written.merge(
                            new Strand(write.worker(), write.key()),
                            byWrite.get(writeId),
                            SessionsSeeTheirWrites::later);
                case Read read when read.session() -> judge(read, written, versions, evidence, tally);
                default -> {}
            }
        }
        return tally.judgement();
    }

    private static List<Fact> inOrder(History history) {
        return Stream.<Fact>concat(history.all(Write.class).stream(), history.all(Read.class).stream())
                .sorted(Comparator.comparingLong(Fact::at))
                .toList();
    }

    private static void judge(
            Read read, Map<Strand, Committed> written, Versions versions, Evidence evidence, Judgement.Tally tally) {
        switch (read.target()) {
            case Target.Item(ResourceKey key) -> {
                Committed own = written.get(new Strand(read.worker(), key));
                OptionalLong seen = versions.seenBy(read);
                if (own != null && seen.isPresent()) {
                    tally.judged();
                    if (seen.getAsLong() < own.version()) {
                        report(read, own, "version " + seen.getAsLong(), evidence, tally);
                    }
                }
            }
            case Target.Listing(String collection) -> {
                if (read.answer() instanceof Answer.Listed listed) {
                    written.forEach((strand, own) -> {
                        if (strand.worker().equals(read.worker())
                                && own.key().collection().equals(collection)) {
                            judge(read, listed, own, versions, evidence, tally);
                        }
                    });
                }
            }
        }
    }

    private static void judge(
            Read read,
            Answer.Listed listed,
            Committed own,
            Versions versions,
            Evidence evidence,
            Judgement.Tally tally) {
        tally.judged();
        Long shown = listed.versions().get(own.key().id());
        boolean missing = shown == null && !own.deleted() && !deletedSince(own, read, versions);
        boolean tooOld = shown != null && shown < own.version();
        if (missing || tooOld) {
            report(read, own, missing ? "none in the list" : "version " + shown + " in the list", evidence, tally);
        }
    }

    private static boolean deletedSince(Committed own, Read read, Versions versions) {
        return versions.anyTombstone(own.key(), own.version(), read.span().end());
    }

    private static void report(Read read, Committed own, String seen, Evidence evidence, Judgement.Tally tally) {
        tally.broken(
                "session " + read.worker() + " had written version " + own.version() + " of " + own.key() + " and saw "
                        + seen + " at " + read.instance(),
                read,
                Evidence.joined(evidence.of(own.key(), own.version()), evidence.of(read)));
    }

    private static Committed later(Committed a, Committed b) {
        return a.version() > b.version() ? a : b;
    }
}

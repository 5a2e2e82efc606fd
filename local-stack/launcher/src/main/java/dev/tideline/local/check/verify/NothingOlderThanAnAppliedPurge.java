package dev.tideline.local.check.verify;

import dev.tideline.events.ResourceKey;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.Fact.Fill;
import dev.tideline.local.check.history.Fact.PurgeLogged;
import dev.tideline.local.check.history.Fact.Read;
import dev.tideline.local.check.history.Fact.Receipt;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.RunClock;
import dev.tideline.local.check.history.Target;
import dev.tideline.local.check.verify.PurgeDemands.Demand;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A read that began after its instance had said "applied" gets nothing from before that purge. Where the purge names a
 * version, the answer has that version or a later one; where it does not, the origin was asked for this answer after the
 * purge was issued. What a lagging replica answers is no exception.
 */
final class NothingOlderThanAnAppliedPurge implements Rule {

    @Override
    public String promise() {
        return "no answer is older than a purge its instance had applied";
    }

    @Override
    public Judgement judge(History history) {
        Judgement.Tally tally = new Judgement.Tally();
        Receipts receipts = new Receipts(history);
        PurgeDemands demands = new PurgeDemands(history);
        Versions versions = new Versions(history);
        Evidence evidence = new Evidence(history, versions);
        for (Read read : history.all(Read.class)) {
            Optional<Receipt> receipt =
                    receipts.before(read.instance(), read.span().begin());
            if (receipt.isEmpty() || !(read.answer() instanceof Answer.Data)) {
                continue;
            }
            Demand demand = demands.upTo(receipt.get().offset(), read.target(), history.regionOf(read.instance()));
            if (!demand.equals(Demand.NOTHING)) {
                tally.judged();
            }
            versionIsReached(read, receipt.get(), demand, versions, evidence, tally);
            originWasAskedSince(read, receipt.get(), demand, evidence, tally);
        }
        return tally.judgement();
    }

    private static void versionIsReached(
            Read read, Receipt receipt, Demand demand, Versions versions, Evidence evidence, Judgement.Tally tally) {
        OptionalLong seen = versions.seenBy(read);
        if (seen.isPresent()
                && seen.getAsLong() < demand.version()
                && read.target() instanceof Target.Item(ResourceKey key)) {
            List<PurgeLogged> purge = demand.forVersion().stream().toList();
            tally.broken(
                    key + " at " + read.instance() + " was version " + seen.getAsLong() + ", although the instance had"
                            + " applied the purge for version " + demand.version(),
                    read,
                    Evidence.joined(evidence.of(key, demand.version()), purge, List.of(receipt), evidence.of(read)));
        }
    }

    private static void originWasAskedSince(
            Read read, Receipt receipt, Demand demand, Evidence evidence, Judgement.Tally tally) {
        if (demand.asked().isEmpty()) {
            return;
        }
        PurgeLogged purge = demand.asked().get();
        Optional<Fill> fill = evidence.fillOf(read);
        if (fill.isPresent() && fill.get().span().begin() < purge.at() - RunClock.ALLOWANCE) {
            List<Fact> proof = Evidence.joined(List.of(purge, receipt), evidence.of(read));
            tally.broken(
                    read.target().path() + " at " + read.instance() + " was made from an answer that the origin was"
                            + " asked for before the purge, although the instance had applied it",
                    read,
                    proof);
        }
    }
}

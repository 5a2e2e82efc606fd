package dev.tideline.local.check.verify;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.WritePosition;
import dev.tideline.local.check.history.Acceptance;
import dev.tideline.local.check.history.Fact.Committed;
import dev.tideline.local.check.history.Fact.Settled;
import dev.tideline.local.check.history.Fact.Write;
import dev.tideline.local.check.history.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Every acknowledged write has one outcome; every version one write; the versions of a resource follow each other without
 * a gap in the order in which their writes were accepted; and each was announced.
 */
final class WritesSettleOnceInOrder implements Rule {

    @Override
    public String promise() {
        return "every acknowledged write gets one outcome, in the order of its resource";
    }

    @Override
    public Judgement judge(History history) {
        Judgement.Tally tally = new Judgement.Tally();
        Map<UUID, Settled> settled = new HashMap<>();
        for (Settled outcome : history.all(Settled.class)) {
            Settled other = settled.putIfAbsent(outcome.writeId(), outcome);
            if (other != null) {
                tally.broken("write " + outcome.writeId() + " has two outcomes", outcome, List.of(other));
            }
        }
        everyAcknowledgedOneHasAnOutcome(history, settled, tally);
        everyVersionHasOneWrite(history, settled, tally);
        acceptedEarlierMeansAppliedEarlier(history, settled, tally);
        return tally.judgement();
    }

    private static void everyAcknowledgedOneHasAnOutcome(
            History history, Map<UUID, Settled> settled, Judgement.Tally tally) {
        for (Write write : history.all(Write.class)) {
            if (write.acceptance() instanceof Acceptance.Accepted(UUID writeId)) {
                tally.judged();
                if (!settled.containsKey(writeId)) {
                    tally.broken("write " + writeId + " was acknowledged and has no outcome", write, List.of());
                }
            }
        }
    }

    private static void everyVersionHasOneWrite(History history, Map<UUID, Settled> settled, Judgement.Tally tally) {
        Map<ResourceKey, TreeMap<Long, Committed>> versions = new HashMap<>();
        Map<UUID, Committed> byWrite = new HashMap<>();
        for (Committed committed : history.all(Committed.class)) {
            Committed same = versions.computeIfAbsent(committed.key(), key -> new TreeMap<>())
                    .putIfAbsent(committed.version(), committed);
            if (same != null && !same.writeId().equals(committed.writeId())) {
                tally.broken(
                        committed.key() + " version " + committed.version() + " was made by two writes",
                        committed,
                        List.of(same));
            }
            Committed other = byWrite.putIfAbsent(committed.writeId(), committed);
            if (other != null
                    && (other.version() != committed.version() || !other.key().equals(committed.key()))) {
                tally.broken("write " + committed.writeId() + " was applied twice", committed, List.of(other));
            }
        }
        settled.values().stream()
                .filter(Settled::applied)
                .filter(outcome -> !byWrite.containsKey(outcome.writeId()))
                .forEach(outcome -> tally.broken(
                        outcome.key() + " version " + outcome.version() + " was committed and never announced",
                        outcome,
                        List.of()));
        versions.values().forEach(ofOne -> followEachOther(ofOne, tally));
    }

    private static void followEachOther(SortedMap<Long, Committed> versions, Judgement.Tally tally) {
        Committed before = null;
        for (Committed next : versions.values()) {
            long expected = before == null ? 1 : before.version() + 1;
            List<Committed> evidence = before == null ? List.of() : List.of(before);
            if (next.version() != expected) {
                tally.broken(
                        next.key() + " has version " + next.version() + " without version " + expected, next, evidence);
            } else if (before != null && !isBefore(before.position(), next.position())) {
                tally.broken(
                        next.key() + " version " + next.version() + " was made by an earlier write than version "
                                + before.version(),
                        next,
                        evidence);
            }
            before = next;
        }
    }

    private static void acceptedEarlierMeansAppliedEarlier(
            History history, Map<UUID, Settled> settled, Judgement.Tally tally) {
        Map<ResourceKey, List<Placed>> byKey = new HashMap<>();
        for (Write write : history.all(Write.class)) {
            if (write.acceptance() instanceof Acceptance.Accepted(UUID writeId) && settled.get(writeId) != null) {
                byKey.computeIfAbsent(write.key(), key -> new ArrayList<>())
                        .add(new Placed(write, settled.get(writeId)));
            }
        }
        byKey.values().forEach(ofOne -> inOrder(ofOne, tally));
    }

    private record Placed(Write write, Settled outcome) {}

    private static void inOrder(List<Placed> writes, Judgement.Tally tally) {
        List<Placed> byEnd = writes.stream()
                .sorted(Comparator.comparingLong(placed -> placed.write().span().end()))
                .toList();
        int ended = 0;
        Optional<Placed> furthest = Optional.empty();
        for (Placed next : writes) {
            while (byEnd.get(ended).write().span().end() < next.write().span().begin()) {
                Placed earlier = byEnd.get(ended++);
                furthest = furthest.filter(known -> !isBefore(
                                known.outcome().position(), earlier.outcome().position()))
                        .or(() -> Optional.of(earlier));
            }
            Placed before = furthest.orElse(next);
            boolean retried = before.outcome().equals(next.outcome());
            if (!retried
                    && !isBefore(before.outcome().position(), next.outcome().position())) {
                tally.broken(
                        "a write to " + next.write().key() + " was accepted after another and applied before it",
                        next.write(),
                        List.of(before.write(), before.outcome(), next.outcome()));
            }
        }
    }

    /** Positions in different partitions are not ordered; the writes of one resource are all in one. */
    private static boolean isBefore(WritePosition a, WritePosition b) {
        return a.partition() == b.partition() && a.offset() < b.offset();
    }
}

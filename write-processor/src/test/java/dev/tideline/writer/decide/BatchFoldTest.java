package dev.tideline.writer.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.events.Operation;
import dev.tideline.events.Precondition;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.WritePosition;
import dev.tideline.events.WriteRequested;
import dev.tideline.placement.Placement;
import dev.tideline.writer.testbed.Writes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BatchFoldTest {

    private static final Placement PLACEMENT = Rules.placement("""
            regions: [eu]
            collections:
              things: {tier: cache, tags: ["kind:{/kind}"]}
              counters: {tier: cache, conflict: counter}
            """);

    private static List<PositionedWrite> positioned(List<WriteRequested> writes, long from) {
        List<PositionedWrite> positioned = new ArrayList<>();
        for (WriteRequested write : writes) {
            positioned.add(new PositionedWrite(new WritePosition(0, from + positioned.size()), write));
        }
        return positioned;
    }

    private static BatchFold fold(List<WriteRequested> writes) {
        return BatchFold.of(positioned(writes, 0), Map.of(), Map.of(), PLACEMENT);
    }

    @Test
    void eachWriteSeesWhatTheOneBeforeItLeft() {
        BatchFold fold = fold(List.of(
                Writes.put("things/a", "{\"n\":1}"), Writes.delete("things/a"), Writes.put("things/a", "{\"n\":3}")));

        assertThat(fold.outcomes()).allMatch(Outcome.Applied.class::isInstance);
        assertThat(fold.changed().get(new ResourceKey("things", "a")).after().version())
                .isEqualTo(3);
    }

    @Test
    void aChangeCarriesTheTagsOfTheDocumentBeforeAndAfter() {
        BatchFold fold =
                fold(List.of(Writes.put("things/a", "{\"kind\":\"x\"}"), Writes.put("things/a", "{\"kind\":\"y\"}")));

        assertThat(((Outcome.Applied) fold.outcomes().get(1)).tags()).containsExactlyInAnyOrder("kind:x", "kind:y");
    }

    @Test
    void aRepeatedIdIsADuplicateAndWithOtherContentAMismatch() {
        UUID id = UUID.randomUUID();
        WriteRequested first = Writes.write(id, "things/a", Operation.PUT, "1", Precondition.NONE);
        WriteRequested other = Writes.write(id, "things/a", Operation.PUT, "2", Precondition.NONE);

        assertThat(fold(List.of(first, first, other)).outcomes())
                .extracting(outcome -> outcome.getClass().getSimpleName())
                .containsExactly("Applied", "Duplicate", "Mismatched");
    }

    @Test
    void aWriteThatWasGivenUpMayBeTriedAgainButNotAnotherOneUnderItsId() {
        UUID id = UUID.randomUUID();
        WriteRequested again = Writes.write(id, "things/a", Operation.PUT, "1", Precondition.NONE);
        WriteRequested other = Writes.write(id, "things/a", Operation.PUT, "2", Precondition.NONE);
        Map<UUID, EarlierWrite> givenUp = Map.of(id, new EarlierWrite(again.fingerprint(), false));

        assertThat(BatchFold.of(positioned(List.of(other, again), 0), Map.of(), givenUp, PLACEMENT)
                        .outcomes())
                .extracting(outcome -> outcome.getClass().getSimpleName())
                .containsExactly("Mismatched", "Applied");
    }

    @Test
    void aCollectionWithoutRulesIsNotGuessedAt() {
        assertThatThrownBy(() -> fold(List.of(Writes.put("other/a", "{}"))))
                .isInstanceOf(UnknownCollectionException.class);
    }

    /** However a log is cut into batches, and whatever is delivered twice, the result is that of one pass. */
    @Property(tries = 300)
    void batchesAndRepetitionsMakeNoDifference(
            @ForAll("writes") List<WriteRequested> writes, @ForAll("cuts") List<Integer> cuts) {
        Map<ResourceKey, ResourceState> states = new HashMap<>();
        Map<UUID, EarlierWrite> known = new HashMap<>();
        int at = 0;
        int cut = 0;
        while (at < writes.size()) {
            int end = Math.min(writes.size(), at + cuts.get(cut++ % cuts.size()));
            // Up to three of the writes before are delivered once more.
            List<WriteRequested> batch = new ArrayList<>(writes.subList(Math.max(0, at - 3), at));
            batch.addAll(writes.subList(at, end));
            BatchFold fold = BatchFold.of(positioned(batch, at), states, known, PLACEMENT);
            states.putAll(states(fold));
            batch.forEach(write -> known.put(write.writeId(), new EarlierWrite(write.fingerprint(), true)));
            at = end;
        }
        assertThat(lines(states)).isEqualTo(lines(states(fold(writes))));
    }

    @Property(tries = 200)
    void versionsOfAResourceRiseByOneWithEachAppliedWrite(@ForAll("writes") List<WriteRequested> writes) {
        Map<ResourceKey, Long> versions = new HashMap<>();
        for (Outcome outcome : fold(writes).outcomes()) {
            if (outcome instanceof Outcome.Applied applied) {
                long before = versions.getOrDefault(applied.write().resource(), 0L);
                assertThat(applied.after().version()).isEqualTo(before + 1);
                versions.put(applied.write().resource(), before + 1);
            }
        }
    }

    @Property(tries = 200)
    void incrementsComeToTheSameSumInAnyOrder(@ForAll("increments") List<String> increments, @ForAll Random random) {
        List<String> shuffled = new ArrayList<>(increments);
        Collections.shuffle(shuffled, random);
        assertThat(sum(shuffled)).isEqualTo(sum(increments));
    }

    private static Object sum(List<String> increments) {
        ResourceState state = states(fold(increments.stream()
                        .map(increment -> Writes.mergePatch("counters/c", increment))
                        .toList()))
                .get(new ResourceKey("counters", "c"));
        return state.document().tree();
    }

    private static Map<ResourceKey, ResourceState> states(BatchFold fold) {
        Map<ResourceKey, ResourceState> states = new HashMap<>();
        fold.changed().forEach((key, last) -> states.put(key, last.after()));
        return states;
    }

    private static Map<String, String> lines(Map<ResourceKey, ResourceState> states) {
        Map<String, String> lines = new HashMap<>();
        states.forEach((key, state) -> lines.put(key.toString(), state.version() + " " + state.document()));
        return lines;
    }

    @Provide
    Arbitrary<List<WriteRequested>> writes() {
        Arbitrary<String> resource = Arbitraries.of("things/a", "things/b", "counters/c");
        Arbitrary<Operation> operation = Arbitraries.of(Operation.class);
        Arbitrary<Precondition> precondition = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, Arbitraries.just(Precondition.NONE)),
                net.jqwik.api.Tuple.of(1, Arbitraries.just(new Precondition.Exists())),
                net.jqwik.api.Tuple.of(1, Arbitraries.just(new Precondition.Absent())),
                net.jqwik.api.Tuple.of(2, Arbitraries.longs().between(1, 6).map(version ->
                        (Precondition) new Precondition.VersionIn(Set.of(version)))));
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 9);
        return Combinators.combine(resource, operation, precondition, number)
                .as((name, what, when, n) -> Writes.write(UUID.randomUUID(), name, what, payload(what, n), when))
                .list()
                .ofMaxSize(40);
    }

    private static String payload(Operation operation, int number) {
        return switch (operation) {
            case PUT, POST, MERGE_PATCH -> "{\"n" + number % 3 + "\":" + number + "}";
            case JSON_PATCH -> "[{\"op\":\"add\",\"path\":\"/n" + number % 3 + "\",\"value\":" + number + "}]";
            case DELETE -> null;
        };
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 7).list().ofMinSize(1).ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<String>> increments() {
        Arbitrary<String> member = Arbitraries.of("a", "b", "c");
        Arbitrary<String> amount = Arbitraries.of("1", "-2", "0.1", "0.25", "1000000000000", "-0.5", "7e2");
        return Combinators.combine(member, amount)
                .as((name, by) -> "{\"" + name + "\":" + by + "}")
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }
}

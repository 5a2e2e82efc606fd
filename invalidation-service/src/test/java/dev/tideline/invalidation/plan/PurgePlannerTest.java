package dev.tideline.invalidation.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.ResourceChanged;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.events.WritePosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PurgePlannerTest {

    private final PurgePlanner planner = new PurgePlanner(100);

    @Test
    void aChangeReachesItsResourceBelowItsVersionItsListsAndItsTags() {
        List<PlannedPurge> plan = planner.plan(List.of(change("products", "p1", 7, Set.of("category:shoes"))));

        assertThat(plan)
                .singleElement()
                .satisfies(purge -> assertThat(purge.scopes())
                        .containsExactlyInAnyOrder(
                                new Scope.Resource(new ResourceKey("products", "p1"), 7),
                                new Scope.Tag("products:list"),
                                new Scope.Tag("category:shoes")));
    }

    @Test
    void nothingChangedNothingPurged() {
        assertThat(planner.plan(List.of())).isEmpty();
    }

    @Test
    void changesOfOneResourceAreOneScopeAtTheHighestVersionWhateverTheirOrder() {
        List<PlannedPurge> plan =
                planner.plan(List.of(change("products", "p1", 8, Set.of()), change("products", "p1", 7, Set.of())));

        assertThat(plan.getFirst().scopes())
                .containsExactlyInAnyOrder(
                        new Scope.Resource(new ResourceKey("products", "p1"), 8), new Scope.Tag("products:list"));
    }

    @Test
    void theEarliestCommitIsTheOneToMeasureBy() {
        ResourceChanged late = change("products", "p1", 1, Set.of());
        ResourceChanged early = new ResourceChanged(
                late.resource(), 2, false, UUID.randomUUID(), late.position(), Set.of(), Instant.ofEpochSecond(5));

        assertThat(planner.plan(List.of(late, early)).getFirst().committedAt()).isEqualTo(Instant.ofEpochSecond(5));
    }

    @Test
    void aBulkChangeIsOneScopeForItsCollectionAndLeavesOthersAlone() {
        List<ResourceChanged> changes = new ArrayList<>(IntStream.range(0, 5_000)
                .mapToObj(i -> change("products", "p" + i, 1, Set.of("brand:" + i % 3)))
                .toList());
        changes.add(change("orders", "o1", 4, Set.of()));

        List<Scope> scopes = planner.plan(changes).stream()
                .flatMap(purge -> purge.scopes().stream())
                .toList();

        assertThat(scopes)
                .containsExactlyInAnyOrder(
                        new Scope.Tag("brand:0"),
                        new Scope.Tag("brand:1"),
                        new Scope.Tag("brand:2"),
                        new Scope.Tag("products"),
                        new Scope.Resource(new ResourceKey("orders", "o1"), 4),
                        new Scope.Tag("orders:list"));
    }

    @Property(tries = 200)
    void everyChangeIsReachedByItsPlan(@ForAll("changes") List<ResourceChanged> changes) {
        List<PlannedPurge> plan = new PurgePlanner(3).plan(changes);
        List<Scope> scopes =
                plan.stream().flatMap(purge -> purge.scopes().stream()).toList();

        assertThat(scopes).doesNotHaveDuplicates();
        assertThat(plan)
                .allSatisfy(purge -> assertThat(purge.scopes()).hasSizeBetween(1, PurgePlanner.MAX_SCOPES_IN_A_RECORD));
        for (ResourceChanged change : changes) {
            String collection = change.resource().collection();
            boolean widened = scopes.contains(new Scope.Tag(collection));
            assertThat(widened || scopes.stream().anyMatch(scope -> reaches(scope, change)))
                    .as("%s", change)
                    .isTrue();
            assertThat(widened || scopes.contains(new Scope.Tag(collection + ":list")))
                    .isTrue();
            assertThat(change.tags()).allSatisfy(tag -> assertThat(scopes).contains(new Scope.Tag(tag)));
        }
    }

    private static boolean reaches(Scope scope, ResourceChanged change) {
        return scope instanceof Scope.Resource(var key, var version)
                && key.equals(change.resource())
                && version >= change.version();
    }

    @Provide
    Arbitrary<List<ResourceChanged>> changes() {
        return Combinators.combine(
                        Arbitraries.of("products", "orders"),
                        Arbitraries.of("a", "b", "c", "d", "e", "f"),
                        Arbitraries.longs().between(1, 9),
                        Arbitraries.of("red", "blue").set())
                .as(PurgePlannerTest::change)
                .list()
                .ofMaxSize(30);
    }

    private static ResourceChanged change(String collection, String id, long version, Set<String> tags) {
        return new ResourceChanged(
                new ResourceKey(collection, id),
                version,
                false,
                UUID.randomUUID(),
                new WritePosition(0, version),
                tags,
                Instant.ofEpochSecond(100));
    }
}

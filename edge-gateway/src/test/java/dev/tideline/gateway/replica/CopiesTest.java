package dev.tideline.gateway.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.ReplicaState;
import dev.tideline.events.ReplicasThrough;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.SessionTicket;
import dev.tideline.events.WritePosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CopiesTest {

    private static final Instant T1 = Instant.parse("2026-01-01T00:00:01Z");
    private static final Instant T2 = Instant.parse("2026-01-01T00:00:02Z");

    private final List<String> refused = new ArrayList<>();
    private final Copies copies =
            new Copies(2, Set.of("countries", "currencies"), 2_000, (name, _) -> refused.add(name));

    private void put(String key, long version, String body) {
        copies.apply(new ReplicaState(ResourceKey.parse(key).orElseThrow(), version, body, T1, null));
    }

    private void through(int partition, Instant asOf, String... collections) {
        copies.apply(new ReplicasThrough(partition, 8, asOf, Set.of(collections)));
    }

    private List<String> ids(String collection, String after, int limit) {
        return copies.page(collection, after, limit).stream()
                .map(Copies.Held::id)
                .toList();
    }

    @Test
    void thereIsNoFullCopyBeforeEveryPartitionVouchesForTheCollection() {
        put("countries/de", 1, "{}");
        assertThat(copies.currentAsOf("countries")).isEmpty();
        through(0, T1, "countries");
        assertThat(copies.currentAsOf("countries")).isEmpty();
        through(1, T2, "currencies");
        assertThat(copies.currentAsOf("countries")).isEmpty();
        through(1, T2, "countries");
        assertThat(copies.currentAsOf("countries")).contains(T1);
        through(0, T2, "countries");
        assertThat(copies.currentAsOf("countries")).contains(T2);
        assertThat(copies.currentAsOf("products")).isEmpty();
    }

    @Test
    void aCollectionThatIsNotReplicatedAnyMoreIsNotVouchedForAnyMore() {
        through(0, T1, "countries");
        through(1, T1, "countries");
        through(0, T2);
        assertThat(copies.currentAsOf("countries")).isEmpty();
    }

    @Test
    void anOlderVersionThatComesLateChangesNothing() {
        put("countries/de", 2, "{\"v\":2}");
        put("countries/de", 1, "{\"v\":1}");
        assertThat(copies.find("countries", "de"))
                .isNotNull()
                .extracting(Copies.Held::version)
                .isEqualTo(2L);
    }

    @Test
    void aListIsInTheOrderOfIdsWithoutTombstones() {
        put("countries/fr", 1, "{}");
        put("countries/de", 1, "{}");
        put("countries/at", 1, "{}");
        put("countries/at", 2, null);
        put("currencies/eur", 1, "{}");
        assertThat(ids("countries", "", 10)).containsExactly("de", "fr");
        assertThat(ids("countries", "de", 10)).containsExactly("fr");
        assertThat(ids("countries", "", 1)).containsExactly("de");
        Copies.Held deleted = copies.find("countries", "at");
        assertThat(deleted).isNotNull();
        assertThat(deleted.body()).isNull();
    }

    @Test
    void aCollectionThatDoesNotFitIsGivenUpAndTheOthersStay() {
        for (int partition = 0; partition < 2; partition++) {
            through(partition, T1, "countries", "currencies");
        }
        put("currencies/eur", 1, "{}");
        put("countries/de", 1, "x".repeat(1_500));
        assertThat(copies.currentAsOf("countries")).isPresent();
        put("countries/fr", 1, "x".repeat(1_500));
        put("countries/at", 1, "{}");

        assertThat(refused).containsExactly("countries");
        assertThat(copies.currentAsOf("countries")).isEmpty();
        assertThat(copies.find("countries", "at")).isNull();
        assertThat(copies.currentAsOf("currencies")).isPresent();
        assertThat(copies.find("currencies", "eur")).isNotNull();
        assertThat(copies.bytes()).isBetween(1L, 300L);
    }

    private void write(String key, long version, String log, int partition, long offset) {
        SessionTicket madeBy = SessionTicket.of(log, new WritePosition(partition, offset));
        copies.apply(new ReplicaState(ResourceKey.parse(key).orElseThrow(), version, null, T1, madeBy));
    }

    @Test
    void whatACopyShowsIsTheLastWriteOfEachPartition() {
        assertThat(copies.shown("countries")).isNull();
        write("countries/de", 1, "old", 0, 900);
        write("countries/de", 2, "log", 0, 5);
        write("countries/fr", 1, "log", 1, 7);
        write("countries/at", 1, "log", 0, 3);
        write("currencies/eur", 1, "log", 1, 99);
        assertThat(copies.shown("countries")).hasToString("1.log.0:5,1:7");
    }

    @Test
    void aWriteIsInOnceItsPartitionHasSaidSo() {
        through(1, T1, "countries");
        assertThat(copies.includes(List.of(new WritePosition(1, 7)))).isTrue();
        assertThat(copies.includes(List.of(new WritePosition(1, 8)))).isFalse();
        assertThat(copies.includes(List.of(new WritePosition(1, 7), new WritePosition(0, 0))))
                .isFalse();
    }

    @Test
    void whatGrowsAndShrinksIsCountedAsItIs() {
        put("countries/de", 1, "x".repeat(1_000));
        long large = copies.bytes();
        put("countries/de", 2, "{}");
        assertThat(copies.bytes()).isEqualTo(large - 998);
    }
}

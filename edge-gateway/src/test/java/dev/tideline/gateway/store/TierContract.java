package dev.tideline.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.policy.Fields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every tier does. */
abstract class TierContract {

    static final int MAX_VARIANTS = 3;

    /** An empty tier with {@link #MAX_VARIANTS}. */
    abstract Tier tier();

    private static List<Entry> find(Tier tier, String path, String... asked) {
        return tier.find(TestingEntries.key(path).key(), Fields.of(asked)).block();
    }

    private static Entry german(String body) {
        return variant("de", body);
    }

    private static Entry variant(String language, String body) {
        return TestingEntries.entry(
                "/v", Fields.of("Accept-Language", language), body, Fields.of("Vary", "Accept-Language"));
    }

    private static String body(List<Entry> found) {
        return new String(found.getFirst().body(), StandardCharsets.UTF_8);
    }

    @Test
    void whatWasNeverPutIsAMiss() {
        assertThat(find(tier(), "/none")).isEmpty();
    }

    @Test
    void whatWasPutIsFoundUnderItsKeyOnly() {
        Tier tier = tier();
        tier.put(TestingEntries.entry("/a", "one")).block();
        assertThat(body(find(tier, "/a"))).isEqualTo("one");
        assertThat(find(tier, "/b")).isEmpty();
    }

    @Test
    void aSecondPutReplacesTheFirst() {
        Tier tier = tier();
        tier.put(TestingEntries.entry("/a", "one")).block();
        tier.put(TestingEntries.entry("/a", "two")).block();
        assertThat(find(tier, "/a")).hasSize(1);
        assertThat(body(find(tier, "/a"))).isEqualTo("two");
    }

    @Test
    void theVariantThatTheRequestSelectsIsAmongThoseFound() {
        Tier tier = tier();
        tier.put(german("hallo")).block();
        tier.put(variant("fr", "salut")).block();
        Fields asked = Fields.of("Accept-Language", "de");
        List<Entry> selected = find(tier, "/v", "Accept-Language", "de").stream()
                .filter(entry -> entry.response()
                        .vary()
                        .variant(asked)
                        .equals(entry.response().variant()))
                .toList();
        assertThat(selected).hasSize(1);
        assertThat(body(selected)).isEqualTo("hallo");
    }

    @Test
    void variantsAreBoundedAndTheOldestGoesFirst() {
        Tier tier = tier();
        for (String language : List.of("a", "b", "c", "d")) {
            tier.put(variant(language, language)).block();
        }
        assertThat(find(tier, "/v", "Accept-Language", "a"))
                .noneMatch(entry -> new String(entry.body(), StandardCharsets.UTF_8).equals("a"));
        assertThat(find(tier, "/v", "Accept-Language", "d"))
                .anyMatch(entry -> new String(entry.body(), StandardCharsets.UTF_8).equals("d"));
    }

    @Test
    void dropTakesAllVariantsForGood() {
        Tier tier = tier();
        tier.put(german("hallo")).block();
        tier.put(variant("fr", "salut")).block();
        tier.drop(TestingEntries.key("/v").key()).block();
        assertThat(find(tier, "/v", "Accept-Language", "de")).isEmpty();
        tier.put(variant("it", "ciao")).block();
        assertThat(find(tier, "/v", "Accept-Language", "de"))
                .noneMatch(entry -> new String(entry.body(), StandardCharsets.UTF_8).equals("hallo"));
    }

    @Test
    void whatComesBackIsWhatWasPut() {
        Tier tier = tier();
        Entry put = TestingEntries.entry("/a", "one", "ETag", "\"x\"", "X-Line", "1", "X-Line", "2");
        tier.put(put).block();
        Entry found = find(tier, "/a").getFirst();
        assertThat(found.response()).isEqualTo(put.response());
        assertThat(found.mark().stamp()).isEqualTo(put.mark().stamp());
        assertThat(found.mark().version()).isEqualTo(7);
        assertThat(found.trailers()).isEqualTo(put.trailers());
    }
}

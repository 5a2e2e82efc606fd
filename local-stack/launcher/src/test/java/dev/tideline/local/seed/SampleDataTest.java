package dev.tideline.local.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SampleDataTest {
    private final List<SampleDocument> all = SampleData.all();

    @Test
    void franceIsAsTheJdkAndTheTzDatabaseKnowIt() {
        JsonNode france = json("countries", "FR");
        assertThat(france.get("name").asString()).isEqualTo("France");
        assertThat(france.get("currency").asString()).isEqualTo("EUR");
        assertThat(france.get("languages").findValuesAsString("code")).contains("fr", "br");
        assertThat(france.get("timeZones").get(0).get("id").asString()).isEqualTo("Europe/Paris");
        assertThat(france.get("timeZones").get(0).get("standardOffset").asString())
                .isEqualTo("+01:00");
    }

    @Test
    void aCountryWithoutACurrencyHasNone() {
        assertThat(json("countries", "AQ").has("currency")).isFalse();
    }

    @Test
    void nearlyEveryCountryHasATimeZone() {
        long without = all.stream()
                .filter(document -> document.collection().equals("countries"))
                .filter(document -> JsonMapper.shared()
                        .readTree(document.json())
                        .get("timeZones")
                        .isEmpty())
                .count();
        assertThat(without).as("Bouvet Island and Heard Island have none").isEqualTo(2);
    }

    @Test
    void productsAreDistinctAndTheSameEachTime() {
        Set<String> names = new HashSet<>();
        SampleData.products()
                .forEach(product -> names.add(
                        JsonMapper.shared().readTree(product.json()).get("name").asString()));
        assertThat(names).hasSize(SampleData.PRODUCTS);
        assertThat(SampleData.all()).isEqualTo(all);
        assertThat(json("products", "p1").get("price").get("amount").decimalValue())
                .isEqualByComparingTo("39.95");
    }

    @Test
    void idsAreUniqueAndFitForAPath() {
        Set<String> paths = new HashSet<>();
        all.forEach(document ->
                assertThat(paths.add(document.path())).as(document.path()).isTrue());
        assertThat(paths).allMatch(path -> path.matches("/api/[a-z]+/[A-Za-z0-9]+"));
    }

    private JsonNode json(String collection, String id) {
        return all.stream()
                .filter(document -> document.collection().equals(collection)
                        && document.id().equals(id))
                .map(document -> JsonMapper.shared().readTree(document.json()))
                .findFirst()
                .orElseThrow();
    }
}

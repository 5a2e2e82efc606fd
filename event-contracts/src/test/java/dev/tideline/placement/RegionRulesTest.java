package dev.tideline.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionRulesTest {

    @TempDir
    private Path folder;

    private Placement placement;

    @BeforeEach
    void read() throws IOException {
        placement = PlacementFile.read(Files.writeString(folder.resolve("placement.yaml"), """
                regions: [eu, ch, us, ap]
                collections:
                  products: {tier: cache}
                  countries: {tier: replicated}
                  accounts: {tier: strong}
                  customers: {tier: cache, residency: {home: eu, cache-in: [eu, ch], serve-in: [eu, ch, us], redact: [/email]}}
                  payrolls: {tier: strong, residency: {home: eu, serve-in: [eu, us]}}
                """));
    }

    @Test
    void withoutResidencyTheTierDecides() {
        for (String region : placement.regions()) {
            assertThat(reads("products", region)).isEqualTo(new ReadRule.Cached(null, false, "tier cache"));
            assertThat(reads("accounts", region)).isInstanceOf(ReadRule.Uncached.class);
            assertThat(reads("countries", region)).isInstanceOf(ReadRule.Copied.class);
            assertThat(writes("products", region)).isInstanceOf(WriteRule.Accepted.class);
        }
    }

    @Test
    void theHomeHasTheWholeDocument() {
        assertThat(reads("customers", "eu")).isEqualTo(new ReadRule.Cached("eu", false, "eu is in cache-in"));
    }

    @Test
    void aRegionThatMayKeepCopiesKeepsRedactedOnes() {
        assertThat(reads("customers", "ch")).isEqualTo(new ReadRule.Cached("eu", true, "ch is in cache-in"));
    }

    @Test
    void aRegionThatMayOnlyServeAsksTheHomeEachTime() {
        assertThat(reads("customers", "us"))
                .isEqualTo(new ReadRule.Uncached("eu", true, "us is not in cache-in [eu, ch]"));
    }

    @Test
    void anyOtherRegionAnswers451ToReadsAndWrites() {
        assertThat(reads("customers", "ap"))
                .isEqualTo(new ReadRule.Refused("eu", "ap is not in serve-in [eu, ch, us]"));
        assertThat(writes("customers", "ap"))
                .isEqualTo(new WriteRule.Refused("eu", "ap is not in serve-in [eu, ch, us]"));
    }

    @Test
    void writesGoToTheHome() {
        assertThat(writes("customers", "eu")).isEqualTo(new WriteRule.Accepted("eu is the home"));
        assertThat(writes("customers", "us")).isEqualTo(new WriteRule.Forwarded("eu", "the home is eu"));
    }

    @Test
    void whatIsStrongIsNotEvenCachedAtTheHome() {
        assertThat(reads("payrolls", "eu")).isInstanceOf(ReadRule.Uncached.class);
        assertThat(reads("payrolls", "us"))
                .isEqualTo(new ReadRule.Uncached("eu", false, "tier strong is never cached"));
    }

    @Test
    void aViewChangesWithAnyRuleAndWithNothingElse() throws IOException {
        View view = View.of(placement.collection("customers").orElseThrow(), "eu", "us");
        assertThat(View.parse(view.toString())).contains(view);
        assertThat(View.parse("us")).isEmpty();
        assertThat(View.parse("us.xyz")).isEmpty();
        assertThat(rules("{home: eu, serve-in: [us, ch, eu], cache-in: [ch, eu], redact: [/email]}"))
                .isEqualTo(view.rules());
        assertThat(rules("{home: eu, serve-in: [us, ch, eu], cache-in: [ch, eu]}"))
                .isNotEqualTo(view.rules());
        assertThat(rules("{home: eu, serve-in: [us, ch, eu], cache-in: [eu], redact: [/email]}"))
                .isNotEqualTo(view.rules());
        assertThat(rules("{home: ch, serve-in: [us, ch, eu], cache-in: [ch, eu], redact: [/email]}"))
                .isNotEqualTo(view.rules());
    }

    @Test
    void aUrlIsExplainedRegionByRegion() {
        Explanation explanation = Explanation.of(placement, "http://localhost:7103/api/customers/c1?v=2")
                .getFirst();
        assertThat(explanation.subject()).isEqualTo("customers: tier cache, home eu");
        assertThat(explanation.regions())
                .containsExactly(
                        new Explanation.Region(
                                "eu",
                                "from the cache, then from the origin in eu; eu is in cache-in",
                                "accepted; eu is the home"),
                        new Explanation.Region(
                                "ch",
                                "from the cache, then from the origin in eu, without /email; ch is in cache-in",
                                "forwarded to a gateway in eu; the home is eu"),
                        new Explanation.Region(
                                "us",
                                "from the origin in eu each time, kept nowhere, without /email;"
                                        + " us is not in cache-in [eu, ch]",
                                "forwarded to a gateway in eu; the home is eu"),
                        new Explanation.Region(
                                "ap",
                                "451; ap is not in serve-in [eu, ch, us]",
                                "451; ap is not in serve-in [eu, ch, us]"));
        assertThat(Explanation.of(placement, "/api/orders").getFirst().subject())
                .contains("'orders', which is not in the file");
        assertThat(Explanation.of(placement, "/shop").getFirst().regions()).isEmpty();
    }

    private String rules(String residency) throws IOException {
        Placement other = PlacementFile.read(Files.writeString(
                folder.resolve("other.yaml"),
                "regions: [eu, ch, us]\ncollections:\n  customers: {tier: cache, residency: " + residency + "}\n"));
        CollectionPlacement customers = other.collection("customers").orElseThrow();
        String home = customers.residency().homes().iterator().next().home();
        return View.of(customers, home, "us").rules();
    }

    private ReadRule reads(String collection, String region) {
        return RegionRules.read(placement.collection(collection).orElseThrow(), "x1", region);
    }

    private WriteRule writes(String collection, String region) {
        return RegionRules.write(placement.collection(collection).orElseThrow(), "x1", region);
    }
}

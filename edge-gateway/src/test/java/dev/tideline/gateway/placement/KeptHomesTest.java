package dev.tideline.gateway.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.gateway.placement.ResidencySettings.Home;
import dev.tideline.placement.Placement;
import dev.tideline.placement.PlacementFile;
import dev.tideline.settings.WrongSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptHomesTest {

    private static final Home EU = new Home(null, null, Map.of("bootstrap.servers", "eu:9092"));
    private static final Home US = new Home(null, null, Map.of("bootstrap.servers", "us:9092"));

    @TempDir
    private Path folder;

    private Placement placement(String collections) throws IOException {
        return PlacementFile.read(Files.writeString(
                folder.resolve("placement.yaml"), "regions: [eu, ch, us]\ncollections:\n" + collections));
    }

    private static ResidencySettings settings(@Nullable String cell, Map<String, Home> homes) {
        return new ResidencySettings(homes, cell, null, Duration.ofSeconds(45));
    }

    private KeptHomes in(String region, String cell, String collections, Map<String, Home> homes) throws IOException {
        return KeptHomes.of(placement(collections), region, settings(cell, homes));
    }

    @Test
    void aHomeIsFollowedIfSomethingOfItIsKeptHere() throws IOException {
        String both = """
                  articles: {tier: cache, residency: {home: eu, cache-in: [eu, us]}}
                  customers: {tier: cache, residency: {home: eu, serve-in: [eu, us]}}
                  orders: {tier: cache, residency: {home: us, serve-in: [us, eu]}}
                """;
        Map<String, Home> homes = Map.of("eu", EU, "us", US);
        assertThat(in("us", "us", both, homes).kafka()).isEqualTo(Map.of("eu", EU.kafka()));
        assertThat(in("eu", "eu", both, homes).kafka()).isEmpty();
    }

    @Test
    void whereEachRecordHasAHomeEveryOneCounts() throws IOException {
        String members = """
                  members:
                    tier: cache
                    residency: {home-field: /c, homes: {eu: {cache-in: [eu, us]}, us: {}, ch: {serve-in: [ch, us]}}}
                """;
        assertThat(in("us", "us", members, Map.of("eu", EU, "us", US)).kafka()).isEqualTo(Map.of("eu", EU.kafka()));
        assertThatThrownBy(() -> in("us", "us", members, Map.of()))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("tideline.residency.homes.eu.kafka.bootstrap.servers");
    }

    /** A region without a Kafka uses that of a home nearby. */
    @Test
    void theHomeWhoseKafkaThisGatewayUsesIsNoOther() throws IOException {
        String kept = "  articles: {tier: cache, residency: {home: eu, cache-in: [eu, ch]}}\n";
        assertThat(in("ch", "eu", kept, Map.of()).kafka()).isEmpty();
    }

    @Test
    void whatIsReadAtItsHomeEachTimeNeedsNoLog() throws IOException {
        String strong = "  accounts: {tier: strong, residency: {home: eu, serve-in: [eu, us]}}\n";
        assertThat(in("us", "us", strong, Map.of()).kafka()).isEmpty();
    }

    @Test
    void aHomeWhoseKafkaIsNotKnownStopsTheStart() {
        String kept = "  articles: {tier: cache, residency: {home: eu, cache-in: [eu, us]}}\n";
        for (Map<String, Home> homes :
                List.of(Map.<String, Home>of(), Map.of("eu", new Home(null, null, Map.of("client.id", "x"))))) {
            assertThatThrownBy(() -> in("us", "us", kept, homes))
                    .isInstanceOf(WrongSetting.class)
                    .hasMessageContaining("tideline.residency.homes.eu.kafka.bootstrap.servers")
                    .hasMessageContaining("'articles'");
        }
    }

    @Test
    void aCollectionWithoutAHomeStopsTheStart() {
        assertThatThrownBy(() -> in("us", "us", "  products: {tier: cache}\n", Map.of()))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("'products' has none");
    }

    @Test
    void aKafkaOfAHomeIsRefusedWhereAllShareOne() throws IOException {
        Placement placement = placement("  products: {tier: cache}\n");
        assertThatThrownBy(() -> KeptHomes.of(placement, "us", settings(null, Map.of("eu", EU))))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("tideline.residency.homes.eu.kafka");
    }

    @Test
    void aClientReachesAHomeByItsOwnSettingsButForWhatDiffers() throws IOException {
        String kept = "  articles: {tier: cache, residency: {home: eu, cache-in: [eu, us]}}\n";
        KeptHomes homes = in("us", "us", kept, Map.of("eu", EU));
        assertThat(homes.reaching("eu", Map.of("bootstrap.servers", "us:9092", "security.protocol", "SSL")))
                .isEqualTo(Map.of("bootstrap.servers", "eu:9092", "security.protocol", "SSL"));
    }
}

package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.store.MemoryTier;
import dev.tideline.placement.Placement;
import dev.tideline.placement.PlacementFile;
import dev.tideline.placement.View;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A collection whose records have homes of their own, read and written at each region's gateway. */
@TestInstance(Lifecycle.PER_CLASS)
class HomePerRecordTest {

    private final Map<String, TestingGateway> gateways = new HashMap<>();
    private final Map<String, TestingOrigin> origins = new HashMap<>();
    private final TestingOrigin gatewayInEu = new TestingOrigin();
    private final TestingOrigin gatewayInUs = new TestingOrigin();
    private Placement placement;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("placement.yaml"), """
                regions: [eu, us, ap]
                collections:
                  members:
                    tier: cache
                    residency: {home-field: /country, homes: {eu: {serve-in: [eu, us, ap]}, us: {cache-in: [us, eu]}}}
                """);
        placement = PlacementFile.read(file);
        for (String region : placement.regions()) {
            origins.put(region, new TestingOrigin());
        }
        for (String region : placement.regions()) {
            gateways.put(
                    region,
                    TestingGateway.with(
                            ResidencyTest.Rules.class,
                            origins.get(region).url(),
                            "tideline.region=" + region,
                            ResidencyTest.MASTER_KEY,
                            "tideline.placement=" + file,
                            "tideline.residency.homes.eu.origin-url="
                                    + origins.get("eu").url(),
                            "tideline.residency.homes.eu.gateway-url=" + gatewayInEu.url(),
                            "tideline.residency.homes.us.origin-url="
                                    + origins.get("us").url(),
                            "tideline.residency.homes.us.gateway-url=" + gatewayInUs.url()));
        }
    }

    @AfterAll
    void stop() {
        gateways.values().forEach(TestingGateway::close);
        origins.values().forEach(TestingOrigin::close);
        gatewayInEu.close();
        gatewayInUs.close();
    }

    private TestingGateway in(String region) {
        return gateways.get(region);
    }

    private String view(String home, String region) {
        return View.of(placement.collection("members").orElseThrow(), home, region)
                .toString();
    }

    private void origin(String home, String path, String region, String body) {
        origins.get(home)
                .on(path, body, "Cache-Control", "max-age=60", View.HEADER, view(home, region), "Vary", View.HEADER);
    }

    @Test
    void eachRecordIsReadAtTheHomeThatItsIdNames() {
        origin("eu", "/api/members/eu~read", "us", "of eu");
        origin("us", "/api/members/us~read", "us", "of us");
        HttpResponse<String> elsewhere = in("us").get("/api/members/eu~read");
        assertThat(elsewhere.body()).isEqualTo("of eu");
        assertThat(elsewhere.headers().firstValue("X-Edge-Home")).contains("eu");
        assertThat(result(in("us").get("/api/members/eu~read"))).isEqualTo("BYPASS");
        assertThat(result(in("us").get("/api/members/us~read"))).isEqualTo("MISS");
        assertThat(result(in("us").get("/api/members/us~read"))).isEqualTo("HIT");
        assertThat(in("ap").get("/api/members/us~read").statusCode()).isEqualTo(451);
    }

    @Test
    void whatIsKeptIsKeptByTheRulesOfItsHomeOnly() {
        origin("eu", "/api/members/eu~kept", "ap", "of eu");
        assertThat(result(in("ap").get("/api/members/eu~kept"))).isEqualTo("BYPASS");
        assertThat(in("ap").bean(MemoryTier.class).size()).isZero();
        origin("us", "/api/members/us~kept", "eu", "of us");
        assertThat(result(in("eu").get("/api/members/us~kept"))).isEqualTo("MISS");
        assertThat(result(in("eu").get("/api/members/us~kept"))).isEqualTo("HIT");
    }

    @Test
    void anotherSpellingOfAnIdIsOfTheSameHome() {
        for (String spelling : new String[] {"eu%7Eup", "%65u~up", "eu~up;us~1", "./eu~up"}) {
            int before = origins.get("eu").seen().size();
            in("us").get("/api/members/" + spelling);
            assertThat(origins.get("eu").seen()).as(spelling).hasSize(before + 1);
            assertThat(origins.get("eu").last().header(View.HEADER)).isEqualTo(view("eu", "us"));
        }
        assertThat(origins.get("us").count("/api/members/eu~up")).isZero();
    }

    @Test
    void whatNamesNoHomeIsNotThereAndNobodyIsAsked() {
        HttpResponse<String> none = in("eu").get("/api/members/ap~1");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.body()).contains("eu~, us~");
        assertThat(none.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(origins.get("eu").count("/api/members/ap~1")).isZero();
        assertThat(in("eu").get("/api/members?home=ap").statusCode()).isEqualTo(400);
        assertThat(in("eu").get("/api/members?home=eu&home=us").statusCode()).isEqualTo(400);
    }

    /** Which list it is must be in the key: both are asked for by the same URL. */
    @Test
    void aListIsOfOneHomeAndSaysOfWhich() {
        origin("eu", "/api/members", "eu", "list of eu");
        origin("us", "/api/members", "eu", "list of us");
        HttpResponse<String> own = in("eu").get("/api/members?limit=9");
        assertThat(own.body()).isEqualTo("list of eu");
        assertThat(own.headers().firstValue("X-Edge-Home")).contains("eu");
        assertThat(origins.get("eu").last().uri()).isEqualTo("/api/members?limit=9&home=eu");

        HttpResponse<String> other = in("eu").get("/api/members?home=us&limit=9");
        assertThat(other.body()).isEqualTo("list of us");
        assertThat(other.headers().firstValue("X-Edge-Home")).contains("us");
        assertThat(result(in("eu").get("/api/members?limit=9&home=us"))).isEqualTo("HIT");
        assertThat(result(in("eu").get("/api/members?limit=9&home=eu"))).isEqualTo("HIT");

        assertThat(in("ap").get("/api/members?home=us").statusCode()).isEqualTo(451);
    }

    @Test
    void aWriteGoesToTheHomeThatItsIdNames() {
        gatewayInEu.on("/api/members/eu~w", 202, "{}");
        gatewayInUs.on("/api/members/us~w", 202, "{}");
        HttpResponse<String> answer = in("us").send("PUT", "/api/members/eu~w", "{\"country\":\"eu\"}");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("X-Edge-Home")).contains("eu");
        assertThat(in("eu").send("DELETE", "/api/members/us~w", null).statusCode())
                .isEqualTo(202);
        assertThat(gatewayInEu.count("/api/members/eu~w")).isEqualTo(1);
        assertThat(gatewayInUs.count("/api/members/us~w")).isEqualTo(1);
        assertThat(in("ap").send("PUT", "/api/members/us~w", "{}").statusCode()).isEqualTo(451);
    }
}

package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.placement.PlacementConfiguration;
import dev.tideline.gateway.placement.ResidencySettings;
import dev.tideline.gateway.store.MemoryTier;
import dev.tideline.gateway.subject.SubjectConfiguration;
import dev.tideline.gateway.subject.SubjectSettings;
import dev.tideline.placement.Placement;
import dev.tideline.placement.PlacementFile;
import dev.tideline.placement.View;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;

/** What each region's gateway does with data whose home is eu: real gateways, real sockets, one origin for each cell. */
@TestInstance(Lifecycle.PER_CLASS)
class ResidencyTest {

    private static final String SECRET = "ada@home.example";
    /** Of no secret. */
    static final String MASTER_KEY = "tideline.subjects.master-key=" + "A".repeat(43) + "=";

    private static final String WRITE = "0198a9f2-0000-8000-8000-000000000001";

    @EnableConfigurationProperties({ResidencySettings.class, SubjectSettings.class})
    @Import({PlacementConfiguration.class, SubjectConfiguration.class})
    static class Rules {
        @Bean
        Placement placement(GatewaySettings settings) {
            return PlacementFile.read(Path.of(String.valueOf(settings.placement())));
        }

        /** Its own event loops: closing one gateway must not stop another of the same JVM. */
        @Bean
        ReactorResourceFactory reactorResources() {
            ReactorResourceFactory resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            return resources;
        }
    }

    private final Map<String, TestingGateway> gateways = new HashMap<>();
    private TestingOrigin home;
    private TestingOrigin elsewhere;
    private TestingOrigin homeGateway;
    private Path file;
    private Placement placement;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        file = Files.writeString(folder.resolve("placement.yaml"), """
                regions: [eu, ch, us, ap]
                collections:
                  products: {tier: cache}
                  accounts: {tier: strong}
                  customers: {tier: cache, residency: {home: eu, cache-in: [eu, ch], serve-in: [eu, ch, us], redact: [/email]}}
                """);
        placement = PlacementFile.read(file);
        home = new TestingOrigin();
        elsewhere = new TestingOrigin();
        homeGateway = new TestingOrigin();
        for (String region : placement.regions()) {
            gateways.put(region, gateway(region, region.equals("eu") ? home : elsewhere));
        }
    }

    private TestingGateway gateway(String region, TestingOrigin own) {
        return gateway(region, own, homeGateway.url());
    }

    private TestingGateway gateway(String region, TestingOrigin own, String homeGateway) {
        return TestingGateway.with(
                Rules.class,
                own.url(),
                "tideline.region=" + region,
                MASTER_KEY,
                "tideline.placement=" + file,
                "tideline.residency.homes.eu.origin-url=" + home.url(),
                "tideline.residency.homes.eu.gateway-url=" + homeGateway,
                "tideline.residency.blocked-by=https://law.example/rules");
    }

    @AfterAll
    void stop() {
        gateways.values().forEach(TestingGateway::close);
        home.close();
        elsewhere.close();
        homeGateway.close();
    }

    private TestingGateway in(String region) {
        return gateways.get(region);
    }

    private String view(String region) {
        return View.of(placement.collection("customers").orElseThrow(), "eu", region)
                .toString();
    }

    /** As origin-service answers: it says by which rules, and varies with them. */
    private void origin(String path, String region, String body, String cacheControl) {
        home.on(path, body, "Cache-Control", cacheControl, View.HEADER, view(region), "Vary", View.HEADER);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void outsideServeInTheAnswerIs451AndNobodyIsAsked() {
        HttpResponse<String> refused = in("ap").get("/api/customers/refused");
        assertThat(refused.statusCode()).isEqualTo(451);
        assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(refused, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(refused, "Link")).isEqualTo("<https://law.example/rules>; rel=\"blocked-by\"");
        assertThat(in("ap").get("/api/%63ustomers;a=b/refused").statusCode()).isEqualTo(451);
        assertThat(home.count("/api/customers/refused")).isZero();
        assertThat(elsewhere.count("/api/customers/refused")).isZero();
    }

    @Test
    void outsideCacheInEveryReadGoesToTheHomeAndIsKeptNowhere() {
        origin("/api/customers/passed", "us", "{}", "max-age=60");
        for (int times = 1; times <= 3; times++) {
            HttpResponse<String> answer = in("us").get("/api/customers/passed");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(result(answer)).isEqualTo("BYPASS");
            assertThat(header(answer, "X-Edge-Home")).isEqualTo("eu");
            assertThat(answer.headers().firstValue(View.HEADER)).isEmpty();
            assertThat(home.count("/api/customers/passed")).isEqualTo(times);
            assertThat(home.last().header(View.HEADER)).isEqualTo(view("us"));
        }
        assertThat(elsewhere.count("/api/customers/passed")).isZero();
        assertThat(in("us").bean(MemoryTier.class).size()).isZero();
    }

    @Test
    void insideCacheInItIsKeptAndStillReadFromTheHome() {
        origin("/api/customers/kept", "ch", "{}", "max-age=60");
        assertThat(result(in("ch").get("/api/customers/kept"))).isEqualTo("MISS");
        HttpResponse<String> hit = in("ch").get("/api/customers/kept");
        assertThat(result(hit)).isEqualTo("HIT");
        assertThat(header(hit, "X-Edge-Home")).isEqualTo("eu");
        assertThat(home.count("/api/customers/kept")).isEqualTo(1);
        assertThat(home.last().header(View.HEADER)).isEqualTo(view("ch"));
    }

    @Test
    void anAnswerThatWasNotMadeForThisRegionIsNeitherShownNorKept() {
        for (String region : List.of("us", "ch", "eu")) {
            for (String confirmation : List.of("none", view("ap"), "eu")) {
                home.on("/api/customers/leak", SECRET, "Cache-Control", "max-age=60", View.HEADER, confirmation);
                HttpResponse<String> answer = in(region).get("/api/customers/leak");
                assertThat(answer.statusCode()).as(region + confirmation).isEqualTo(502);
                assertThat(answer.body()).doesNotContain(SECRET).contains("residency rules");
                assertThat(answer.headers().map().toString()).doesNotContain("max-age");
            }
        }
        home.on("/api/customers/leak", 404, "none");
        assertThat(in("ch").get("/api/customers/leak").statusCode()).isEqualTo(404);
    }

    @Test
    void noClientCanNameTheRegion() {
        origin("/api/customers/forged", "us", "{}", "no-store");
        in("us").get("/api/customers/forged", View.HEADER, view("eu"));
        assertThat(home.last().header(View.HEADER)).isEqualTo(view("us"));
        elsewhere.on("/api/products/forged", "{}");
        in("us").get("/api/products/forged", View.HEADER, view("eu"));
        assertThat(elsewhere.last().header(View.HEADER)).isNull();
    }

    @Test
    void strongDataAreReadFromTheOriginEachTimeWhateverItSays() {
        elsewhere.on("/api/accounts/a1", "{}", "Cache-Control", "max-age=60");
        assertThat(result(in("us").get("/api/accounts/a1"))).isEqualTo("BYPASS");
        assertThat(header(in("us").get("/api/accounts/a1"), "Cache-Status")).contains("detail=strong");
        assertThat(elsewhere.count("/api/accounts/a1")).isEqualTo(2);
    }

    @Test
    void aWriteElsewhereGoesToTheHomesGatewayUnread() {
        String[] body = new String[1];
        homeGateway.on(
                "/api/customers/c1",
                (in, out) -> out.status(202)
                        .header("Location", "/writes/" + WRITE + "?at=3:17")
                        .header("Content-Type", "application/json")
                        .sendString(in.receive().aggregate().asString().map(sent -> {
                            body[0] = sent;
                            return "{\"links\":{\"self\":\"/writes/" + WRITE + "?at=3:17\"}}";
                        })));
        HttpResponse<String> answer = in("us").send(
                        "PUT",
                        "/api/customers/c1?x=1",
                        "{\"not\": json",
                        "Idempotency-Key",
                        "\"k\"",
                        "Prefer",
                        "wait=1");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(body[0]).isEqualTo("{\"not\": json");
        assertThat(homeGateway.last().uri()).isEqualTo("/api/customers/c1?x=1");
        assertThat(homeGateway.last().header("Idempotency-Key")).isEqualTo("\"k\"");
        assertThat(homeGateway.last().header("X-Tideline-Forwarded-By")).isEqualTo("us");
        assertThat(header(answer, "X-Edge-Home")).isEqualTo("eu");
        assertThat(header(answer, "Via")).isEqualTo("1.1 tideline-edge-1");
        assertThat(header(answer, "Location")).isEqualTo("/writes/" + WRITE + "?at=3:17&home=eu");
        assertThat(answer.body()).contains("?at=3:17&home=eu\"");

        homeGateway.on("/writes/" + WRITE, "{\"status\":\"applied\"}", "Content-Type", "application/json");
        assertThat(in("us").get(header(answer, "Location")).body()).isEqualTo("{\"status\":\"applied\"}");
    }

    @Test
    void aWriteWhereTheDataAreNotServedIs451() {
        HttpResponse<String> refused = in("ap").send("DELETE", "/api/customers/c2", null);
        assertThat(refused.statusCode()).isEqualTo(451);
        assertThat(homeGateway.count("/api/customers/c2")).isZero();
    }

    @Test
    void aWriteThatWasPassedOnAlreadyIsNotPassedOnAgain() {
        HttpResponse<String> refused = in("us").send("PUT", "/api/customers/c3", "{}", "X-Tideline-Forwarded-By", "ch");
        assertThat(refused.statusCode()).isEqualTo(508);
        assertThat(homeGateway.count("/api/customers/c3")).isZero();
    }

    @Test
    void aHomeThatIsAwayIsSaidSo() {
        TestingOrigin gone = new TestingOrigin();
        gone.close();
        try (TestingGateway us = gateway("us", elsewhere, gone.url())) {
            HttpResponse<String> refused = us.send("PUT", "/api/customers/c4", "{}");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(header(refused, "Retry-After")).isNotEmpty();
            assertThat(refused.body()).contains("home-unavailable", "\"accepted\":\"no\"");
        }
    }

    @Test
    void aHomeThatBreaksOffMayHaveTheWrite() {
        homeGateway.on(
                "/api/customers/c5",
                (in, out) -> in.receive()
                        .aggregate()
                        .asString()
                        .then(out.withConnection(connection -> connection.dispose())
                                .then()));
        HttpResponse<String> refused = in("us").send("PUT", "/api/customers/c5", "{}");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("\"accepted\":\"unknown\"");
    }

    @Test
    void aGatewayThatDoesNotKnowTheHomeDoesNotStart() {
        assertThatThrownBy(() -> TestingGateway.with(
                                Rules.class, elsewhere.url(), "tideline.region=us", "tideline.placement=" + file)
                        .close())
                .rootCause()
                .hasMessageStartingWith("tideline.residency.homes.eu.origin-url is not set; allowed: the URL of"
                        + " origin-service in eu, for 'customers' is served in us and its home is eu");
    }
}

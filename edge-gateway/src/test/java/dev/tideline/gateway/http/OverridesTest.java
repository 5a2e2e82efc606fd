package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.settings.WrongSetting;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(Lifecycle.PER_CLASS)
class OverridesTest {

    private static final String CACHE = "spring.cloud.gateway.server.webflux.routes[0].metadata.cache.";

    private TestingOrigin origin;
    private TestingGateway gateway;

    @BeforeAll
    void start() {
        origin = new TestingOrigin();
        gateway = TestingGateway.inFrontOf(
                origin,
                CACHE + "ttl=60s",
                CACHE + "ignore-query=utm_source,utm_medium",
                CACHE + "sort-query=true",
                CACHE + "bypass-headers=X-Debug",
                CACHE + "bypass-cookies=session",
                CACHE + "max-entry=1KB",
                "spring.cloud.gateway.server.webflux.routes[1].id=raw",
                "spring.cloud.gateway.server.webflux.routes[1].uri=" + origin.url(),
                "spring.cloud.gateway.server.webflux.routes[1].predicates[0]=Path=/raw/**",
                "spring.cloud.gateway.server.webflux.routes[1].order=-1",
                "spring.cloud.gateway.server.webflux.routes[1].metadata.cache.enabled=false",
                "spring.cloud.gateway.server.webflux.routes[2].id=negative",
                "spring.cloud.gateway.server.webflux.routes[2].uri=" + origin.url(),
                "spring.cloud.gateway.server.webflux.routes[2].predicates[0]=Path=/negative/**",
                "spring.cloud.gateway.server.webflux.routes[2].order=-1",
                "spring.cloud.gateway.server.webflux.routes[2].metadata.cache.negative-ttl=60s");
    }

    @AfterAll
    void stop() {
        gateway.close();
        origin.close();
    }

    @Test
    void anOriginThatSaysNothingGetsTheRoutesLifetime() {
        origin.on("/silent", "x");
        gateway.get("/silent");
        assertThat(result(gateway.get("/silent"))).isEqualTo("HIT");
    }

    @Test
    void errorsAreKeptByExplicitRuleOnly() {
        for (int status : new int[] {404, 410, 405, 414, 501}) {
            origin.on("/silent" + status, status, "no");
            gateway.get("/silent" + status);
            assertThat(result(gateway.get("/silent" + status))).as("%d", status).isEqualTo("MISS");
        }
        origin.on("/negative/said", 404, "no", "Cache-Control", "max-age=60");
        origin.on("/negative/by-rule", 404, "no");
        origin.on("/negative/else", 405, "no");
        for (String path : new String[] {"/negative/said", "/negative/by-rule", "/negative/else"}) {
            gateway.get(path);
        }
        assertThat(result(gateway.get("/negative/said"))).isEqualTo("HIT");
        assertThat(result(gateway.get("/negative/by-rule"))).isEqualTo("HIT");
        assertThat(result(gateway.get("/negative/else"))).isEqualTo("MISS");
    }

    @Test
    void noStoreIsNeverOverridden() {
        origin.on("/secret", "x", "Cache-Control", "no-store");
        gateway.get("/secret");
        assertThat(result(gateway.get("/secret"))).isEqualTo("MISS");
    }

    @Test
    void parametersThatDoNotMatterAreNotInTheKey() {
        origin.on("/q", "x");
        gateway.get("/q?a=1&b=2&utm_source=x");
        assertThat(result(gateway.get("/q?b=2&a=1&utm_medium=y"))).isEqualTo("HIT");
        assertThat(result(gateway.get("/q?b=2&a=2"))).isEqualTo("MISS");
    }

    @Test
    void conditionsOfTheRouteBypass() {
        origin.on("/by", "x");
        gateway.get("/by");
        assertThat(result(gateway.get("/by", "X-Debug", "1"))).isEqualTo("BYPASS");
        assertThat(result(gateway.get("/by", "Cookie", "session=1"))).isEqualTo("BYPASS");
        assertThat(result(gateway.get("/by", "Cookie", "other=1"))).isEqualTo("HIT");
    }

    @Test
    void theRoutesLimitOfSizeHolds() {
        origin.on("/big", "x".repeat(2000));
        gateway.get("/big");
        assertThat(result(gateway.get("/big"))).isEqualTo("MISS");
    }

    @Test
    void aRouteCanStayOutOfTheCache() {
        origin.on("/raw/x", "x", "Cache-Control", "max-age=60");
        gateway.get("/raw/x");
        HttpResponse<String> second = gateway.get("/raw/x");
        assertThat(result(second)).isEqualTo("BYPASS");
        assertThat(origin.count("/raw/x")).isEqualTo(2);
    }

    @Test
    void aVersionedUrlIsImmutableWhileItMatchesAndRedirectsWhenNot() {
        origin.on("/api/p", "seven", "Cache-Control", "max-age=60", "X-Data-Version", "7");
        HttpResponse<String> current = gateway.get("/api/p?lang=de&v=7");
        assertThat(current.body()).isEqualTo("seven");
        assertThat(current.headers().firstValue("Cache-Control")).hasValue("public, max-age=31536000, immutable");
        HttpResponse<String> old = gateway.get("/api/p?v=6&lang=de");
        assertThat(old.statusCode()).isEqualTo(307);
        assertThat(old.headers().firstValue("Location")).hasValue("?lang=de&v=7");
        assertThat(origin.count("/api/p")).isOne();
        assertThat(origin.last().uri()).isEqualTo("/api/p?lang=de");
        assertThat(gateway.get("/api/p?lang=de").headers().firstValue("Cache-Control"))
                .hasValue("max-age=60");
    }

    @ParameterizedTest
    @CsvSource({
        "ttl, soon, a duration",
        "ttl, -5s, a duration",
        "polcy, x, ttl",
        "when, never, 'silent, always'",
        "max-entry, 1TB, 1B to 64MB",
        "enabled, perhaps, 'true, false'"
    })
    void aWrongWordIsToldWithItsKeyAndWhatIsAllowed(String key, String value, String allowed) {
        assertThatThrownBy(() -> RouteCaching.of("api", Map.of("cache", Map.of(key, value)), 1000, 0))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("metadata.cache." + key + " of route 'api'")
                .hasMessageContaining(allowed);
    }

    @Test
    void aWrongWordStopsTheStart() {
        assertThatThrownBy(() -> TestingGateway.inFrontOf(origin, CACHE + "ttl=soon"))
                .hasRootCauseInstanceOf(WrongSetting.class);
    }
}

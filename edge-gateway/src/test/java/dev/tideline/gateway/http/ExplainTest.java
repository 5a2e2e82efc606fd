package dev.tideline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainTest {

    @Test
    @SuppressWarnings("unchecked")
    void itSaysWhatIsStoredAndWhyNot() {
        try (TestingOrigin origin = new TestingOrigin();
                TestingGateway gateway = TestingGateway.inFrontOf(origin)) {
            origin.on("/kept", "x", "Cache-Control", "max-age=60", "Cache-Tag", "a, b", "X-Data-Version", "3");
            origin.on("/not", "x", "Cache-Control", "no-store");
            gateway.get("/kept");
            gateway.get("/not");
            Explain explain = gateway.bean(Explain.class);

            Map<String, Object> kept =
                    explain.explain("explain", "/kept", "api").block();
            Map<String, Object> route = ((List<Map<String, Object>>) kept.get("routes")).getFirst();
            Map<String, Object> entry = ((List<Map<String, Object>>) route.get("stored")).getFirst();
            assertThat(entry)
                    .containsEntry("tier", "l1")
                    .containsEntry("status", 200)
                    .containsEntry("version", 3L)
                    .containsEntry("basis", "max_age")
                    .containsEntry("purge", "live");
            assertThat((List<String>) entry.get("tags")).containsExactlyInAnyOrder("a", "b");

            Map<String, Object> not = explain.explain("explain", "/not", null).block();
            route = ((List<Map<String, Object>>) not.get("routes")).getFirst();
            assertThat(route).containsEntry("lastNotStored", "no-store");
            assertThat((List<?>) route.get("stored")).isEmpty();
            assertThat(explain.explain("other", "/not", null)).isNull();
        }
    }

    @Test
    void onlyOperatorsAreTold() throws Exception {
        // printf %s open-sesame | sha256sum
        String hash = "d7ecdf25eaf3deba0f2628771dbdd22d4138ab6cf38f91ed02a2ca0dec7c8ab7";
        try (TestingOrigin origin = new TestingOrigin();
                TestingGateway gateway = TestingGateway.inFrontOf(
                        origin,
                        "management.server.port=0",
                        "management.endpoints.web.exposure.include=health,cache",
                        "tideline.explain.token-hash=" + hash)) {
            String base = "http://127.0.0.1:"
                    + gateway.context().getEnvironment().getRequiredProperty("local.management.port") + "/actuator/";
            assertThat(ask(base + "health", "none").statusCode()).isEqualTo(200);
            assertThat(ask(base + "cache/explain?url=/a", "Bearer open-sesame").statusCode())
                    .isEqualTo(200);
            HttpResponse<String> refused = ask(base + "cache/explain?url=/a", "Bearer open-sesam");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            for (String spelling :
                    new String[] {"cache/explain", "c%61che/explain", "cache//explain", "cache;x/explain"}) {
                assertThat(ask(base + spelling + "?url=/a", "none").statusCode())
                        .as(spelling)
                        .isIn(401, 404);
            }
        }
    }

    @Test
    void withoutATokenSetUpNobodyIsTold() throws Exception {
        try (TestingOrigin origin = new TestingOrigin();
                TestingGateway gateway = TestingGateway.inFrontOf(
                        origin, "management.server.port=0", "management.endpoints.web.exposure.include=cache")) {
            String port = gateway.context().getEnvironment().getRequiredProperty("local.management.port");
            String url = "http://127.0.0.1:" + port + "/actuator/cache/explain?url=/a";
            assertThat(ask(url, "Bearer ").statusCode()).isEqualTo(401);
            assertThat(ask(url, "none").body()).contains("tideline.explain.token-hash");
        }
    }

    private static HttpResponse<String> ask(String url, String authorization) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .header("Authorization", authorization)
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}

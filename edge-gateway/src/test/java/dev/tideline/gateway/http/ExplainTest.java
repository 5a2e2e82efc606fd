package dev.tideline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

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
}

package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.placement.PlacementFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A problem document names places and rules, never a value: it may be logged where the document may not be. */
class NothingIsEchoedTest {

    private static final WriteAdmission ADMISSION =
            new WriteAdmission(PlacementFile.read(TestingGateway.placement()), "eu", 480 << 10, 64);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "canary",
                "{\"name\": canary}",
                "{\"name\": \"canary\"",
                "{\"name\": \"canary\" \"price\"}",
                "{\"name\": \"canary\"} canary",
                "{\"name\": 'canary'}",
                "{\"name\": \"canary\\q\"}",
                "{\"name\": \"canary\\u00\"}",
                "{\"name\": \"canary\\u0000\"}",
                "{\"name\": \"canary\\ud800\"}",
                "{\"name\": 12canary}",
                "{\"name\": -canary}",
                "{\"name\": \"canary\", \"name\": \"canary\"}",
                "{\"name\": 1, \"price\": \"canary\", \"tags\": [\"canary\", \"canary\"], \"more\": \"canary\"}",
                "{\"name\": [\"canary\"], \"price\": {\"amount\": \"canary\", \"currency\": \"canary\"}}",
                "[\"canary\"]",
                "\"canary\"",
                "[{\"op\": \"canary\"}]",
                "[{\"op\": \"add\", \"path\": \"canary\", \"value\": \"canary\"}]",
                "[{\"op\": \"replace\", \"path\": \"/price\", \"value\": \"canary\"}]",
            })
    void noProblemHasAValueInIt(String body) {
        for (String type : List.of("application/json", "application/merge-patch+json", "application/json-patch+json")) {
            WriteAdmission.Head head = ADMISSION.head(
                    type.equals("application/json") ? "PUT" : "PATCH",
                    "/api/products/p1",
                    name -> Map.of("content-type", List.of(type)).getOrDefault(name, List.of()));
            ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
            if (head instanceof Intent intent
                    && ADMISSION.body(intent, bytes, Instant.EPOCH)
                            instanceof WriteAdmission.Refused(Problem problem)) {
                assertThat(JsonMapper.shared().writeValueAsString(problem.document()))
                        .as(type)
                        .doesNotContain("canary");
            }
        }
    }
}

package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.placement.Placement;
import dev.tideline.placement.PlacementFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the door for writes in eu makes of documents that name their home. */
class DocumentPlaceTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Map<String, String> PATCHES =
            Map.of("MERGE", "application/merge-patch+json", "STEPS", "application/json-patch+json");

    private WriteAdmission door;

    @BeforeEach
    void read(@TempDir Path folder) throws IOException {
        Placement placement = PlacementFile.read(Files.writeString(folder.resolve("placement.yaml"), """
                regions: [eu, us, ap]
                collections:
                  members:
                    tier: cache
                    residency: {home-field: /country, homes: {eu: {serve-in: [eu, us]}, us: {serve-in: [us, eu]}, ap: {}}}
                  merged:
                    tier: cache
                    conflict: merge
                    residency: {home-field: /country, homes: {eu: {}}}
                """));
        door = new WriteAdmission(placement, "eu", 1000, 16);
    }

    /** In one line: the resource, where it goes instead, or the problem. */
    private String write(String kind, String path, String body, String... more) {
        String method = PATCHES.containsKey(kind) ? "PATCH" : kind;
        Map<String, List<String>> fields = Map.of(
                "content-type", List.of(PATCHES.getOrDefault(kind, "application/json")),
                "idempotency-key", List.of(more));
        WriteAdmission.Head head = door.head(method, path, name -> fields.getOrDefault(name, List.of()));
        if (head instanceof WriteAdmission.Refused(Problem problem)) {
            return problem.status() + " " + problem.slug();
        }
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        return switch (door.body((Intent) head, bytes, NOW)) {
            case WriteAdmission.Accepted(var write) -> write.resource().toString();
            case WriteAdmission.Elsewhere(String home) -> "to " + home;
            case WriteAdmission.Refused(Problem problem) -> problem.status() + " " + problem.slug();
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT    | /api/members/eu~1 | {\"country\":\"eu\"}           | members/eu~1",
                "PUT    | /api/members/eu~1 | {\"country\":\"us\"}           | 422 home-differs",
                "PUT    | /api/members/eu~1 | {}                             | 422 home-differs",
                "POST   | /api/members/eu~1 | {\"country\":\"us\"}           | 422 home-differs",
                "PUT    | /api/members/us~1 | {\"country\":\"us\"}           | 421 not-the-home",
                "PUT    | /api/members/1    | {\"country\":\"eu\"}           | 422 no-home",
                "PUT    | /api/members/ch~1 | {\"country\":\"ch\"}           | 422 no-home",
                "POST   | /api/members      | {\"country\":\"us\"}           | to us",
                "POST   | /api/members      | {\"country\":\"us\",\"x\":1}   | to us",
                "POST   | /api/members      | {\"country\":\"ap\"}           | 451 not-served-here",
                "POST   | /api/members      | {\"country\":\"ch\"}           | 422 no-home",
                "POST   | /api/members      | {}                             | 422 no-home",
                "POST   | /api/members      | {\"country\":                  | 400 malformed-json",
                "PUT    | /api/members      | {\"country\":\"us\"}           | 405 method-not-allowed",
                "MERGE  | /api/members/eu~1 | {\"name\":\"x\"}               | members/eu~1",
                "MERGE  | /api/members/eu~1 | {\"country\":\"us\"}           | 422 home-differs",
                "STEPS  | /api/members/eu~1 | [{\"op\":\"remove\",\"path\":\"/name\"}]    | members/eu~1",
                "STEPS  | /api/members/eu~1 | [{\"op\":\"remove\",\"path\":\"/country\"}] | 422 home-differs",
                "STEPS  | /api/members/eu~1 | [{\"op\":\"go\"}]              | 400 malformed-patch",
                "DELETE | /api/members/eu~1 | ''                             | members/eu~1",
                "DELETE | /api/members/us~1 | ''                             | 421 not-the-home",
                "PUT    | /api/merged/eu~1  | {\"name\":\"x\"}               | merged/eu~1",
                "PUT    | /api/merged/eu~1  | {\"country\":null}             | 422 home-differs",
            })
    void aDocumentBelongsWhereItsIdOrElseItsFieldSays(String kind, String path, String body, String expected) {
        assertThat(write(kind, path, body)).isEqualTo(expected);
    }

    @Test
    void anIdThatIsMadeHereBeginsWithThisHomeAndIsTheSameForARetry() {
        String made = write("POST", "/api/members", "{\"country\":\"eu\"}", "\"k\"");
        assertThat(made).matches("members/eu~[0-9a-f-]{36}");
        assertThat(write("POST", "/api/members", "{\"country\":\"eu\"}", "\"k\""))
                .isEqualTo(made);
    }
}

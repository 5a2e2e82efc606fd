package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.placement.PlacementFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of a change without the document that it will meet. */
class PatchAdmissionTest {

    private static final WriteAdmission ADMISSION =
            new WriteAdmission(PlacementFile.read(TestingGateway.placement()), "eu", 10_000, 16);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}",
                "{\"name\":\"New\"}",
                "{\"price\":{\"amount\":7}}",
                "{\"size\":null}",
                "{\"size\":\"large\"}",
                "{\"size\":{\"was\":\"an object\"}}", // fits neither alternative, but alternatives are not judged
            })
    void aMergePatchNeedNotBeComplete(String patch) {
        assertThat(errors("PATCH", "application/merge-patch+json", "products", patch))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":7}                       | #/name",
                "{\"name\":\"\"}                    | #/name",
                "{\"name\":null}                    | #/name",
                "{\"price\":null}                   | #/price",
                "{\"price\":{\"amount\":-1}}        | #/price/amount",
                "{\"price\":\"free\"}               | #/price",
                "{\"unknown\":1}                    | #/unknown",
                "{\"tags\":[\"a\",7]}               | #/tags/1",
                "{\"tags\":[\"a\",\"b\",\"c\",\"d\"]} | #/tags",
                "[]                                 | #",
            })
    void aMergePatchThatNoDocumentMakesRightIsRefused(String patch, String pointer) {
        assertThat(errors("PATCH", "application/merge-patch+json", "products", patch))
                .containsExactly(pointer);
    }

    @Test
    void aPutIsAMergePatchWhereTheCollectionMerges() {
        assertThat(errors("PUT", "application/json", "merged", "{\"name\":\"New\"}"))
                .isEmpty();
        assertThat(errors("PUT", "application/json", "merged", "{\"name\":7}")).containsExactly("#/name");
        assertThat(errors("POST", "application/json", "merged", "{\"name\":\"New\"}"))
                .containsExactly("#/price");
    }

    @Test
    void anIncrementIsNotHeldToTheLimitsOfTheSum() {
        assertThat(errors("PUT", "application/json", "counters", "{\"likes\":-3}"))
                .isEmpty();
        assertThat(errors("PUT", "application/json", "counters", "{\"dislikes\":1}"))
                .containsExactly("#/dislikes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                    | #",
                "[7]                                                   | #/0/op",
                "[{}]                                                  | #/0/op",
                "[{\"op\":\"eat\",\"path\":\"/a\"}]                    | #/0/op",
                "[{\"op\":7,\"path\":\"/a\"}]                          | #/0/op",
                "[{\"op\":\"remove\"}]                                 | #/0/path",
                "[{\"op\":\"remove\",\"path\":\"\"}]                   | #/0/path",
                "[{\"op\":\"remove\",\"path\":\"a\"}]                  | #/0/path",
                "[{\"op\":\"remove\",\"path\":\"/a~2\"}]               | #/0/path",
                "[{\"op\":\"add\",\"path\":\"/a\"}]                    | #/0/value",
                "[{\"op\":\"copy\",\"path\":\"/a\"}]                   | #/0/from",
                "[{\"op\":\"move\",\"path\":\"/a/b\",\"from\":\"/a\"}] | #/0/path",
                "[{\"op\":\"test\",\"path\":\"/a\",\"value\":1},{\"op\":\"add\",\"path\":\"/b\"}] | #/1/value",
            })
    void aJsonPatchThatIsNoneIsRefused(String patch, String pointer) {
        assertThat(errors("PATCH", "application/json-patch+json", "products", patch))
                .containsExactly(pointer);
    }

    @Test
    void aJsonPatchIsAnyListOfOperations() {
        assertThat(errors("PATCH", "application/json-patch+json", "products", "[]"))
                .isEmpty();
        assertThat(errors("PATCH", "application/json-patch+json", "products", """
                [{"op":"test","path":"/name","value":null},
                 {"op":"move","path":"/ab","from":"/a"},
                 {"op":"replace","path":"","value":{}},
                 {"op":"add","path":"/x~0~1y/-","value":1,"more":true}]"""))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"op\":\"replace\",\"path\":\"/name\",\"value\":7}                        | #/0/value",
                "{\"op\":\"add\",\"path\":\"/price\",\"value\":{\"amount\":-1,\"currency\":\"EUR\"}} | #/0/value/amount",
                "{\"op\":\"add\",\"path\":\"/price/amount\",\"value\":\"x\"}                | #/0/value",
                "{\"op\":\"add\",\"path\":\"/x~1y\",\"value\":1}                            | #/0/value",
                "{\"op\":\"remove\",\"path\":\"/name\"}                                     | #/0/path",
                "{\"op\":\"remove\",\"path\":\"/name\"},{\"op\":\"test\",\"path\":\"/name\",\"value\":1} | #/0/path",
            })
    void aJsonPatchThatLeavesSomethingWrongBehindIsRefused(String operations, String pointer) {
        assertThat(errors("PATCH", "application/json-patch+json", "products", "[" + operations + "]"))
                .containsExactly(pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"op\":\"remove\",\"path\":\"/name\"},{\"op\":\"add\",\"path\":\"/name\",\"value\":\"New\"}",
                "{\"op\":\"add\",\"path\":\"/name\",\"value\":7},{\"op\":\"move\",\"from\":\"/name\",\"path\":\"/size\"}",
                "{\"op\":\"add\",\"path\":\"/price\",\"value\":{}},{\"op\":\"add\",\"path\":\"/price/amount\",\"value\":1}",
                "{\"op\":\"add\",\"path\":\"/name\",\"value\":7},{\"op\":\"replace\",\"path\":\"\",\"value\":{}}",
                "{\"op\":\"add\",\"path\":\"/tags/0\",\"value\":7}",
                "{\"op\":\"add\",\"path\":\"/price\",\"value\":{\"amount\":null}}",
                "{\"op\":\"test\",\"path\":\"/name\",\"value\":7}",
                "{\"op\":\"copy\",\"from\":\"/size\",\"path\":\"/name\"}",
                "{\"op\":\"replace\",\"path\":\"/size\",\"value\":\"large\"}",
            })
    void aJsonPatchIsNotJudgedWhereItsResultIsNotCertain(String operations) {
        assertThat(errors("PATCH", "application/json-patch+json", "products", "[" + operations + "]"))
                .isEmpty();
    }

    private static List<String> errors(String method, String type, String collection, String body) {
        var head = ADMISSION.head(
                method, "/api/" + collection + "/1", name -> name.equals("content-type") ? List.of(type) : List.of());
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        return switch (ADMISSION.body((Intent) head, bytes, Instant.EPOCH)) {
            case WriteAdmission.Accepted _ -> List.of();
            case WriteAdmission.Elsewhere(String home) -> List.of("at home in " + home);
            case WriteAdmission.Refused(Problem problem) ->
                problem.errors().stream().map(Violation::pointer).toList();
        };
    }
}

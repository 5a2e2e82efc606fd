package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.events.Operation;
import dev.tideline.events.WriteRequested;
import dev.tideline.placement.PlacementFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteAdmissionTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String PRODUCT = "{\"name\":\"Kettle\",\"price\":{\"amount\":29.9,\"currency\":\"EUR\"}}";
    private static final WriteAdmission ADMISSION =
            new WriteAdmission(PlacementFile.read(TestingGateway.placement()), "eu", 1000, 16);

    private final Map<String, List<String>> fields = new HashMap<>(Map.of("content-type", List.of("application/json")));

    @ParameterizedTest
    @CsvSource({
        "PUT,    /api/unknown/p1,     404, unknown-collection",
        "POST,   /api/unknown,        404, unknown-collection",
        "PUT,    /api/unknown/%00,    404, unknown-collection",
        "PUT,    /api,                404, not-found",
        "PUT,    /api/,               404, not-found",
        "PUT,    /api/Products/p1,    404, not-found",
        "PUT,    /api/products/p1/x,  404, not-found",
        "PUT,    /other/products/p1,  404, not-found",
        "PUT,    /api/products/,      400, bad-id",
        "PUT,    /api/products/a%20b, 400, bad-id",
        "PUT,    /api/products/a%2Fb, 400, bad-id",
        "PUT,    /api/products/%2e%2E, 400, bad-id",
        "PUT,    /api/products/%zz,   400, bad-id",
        "PUT,    /api/products/%4,    400, bad-id",
        "PUT,    /api/products/ä,     400, bad-id",
        "PUT,    /api/products,       405, method-not-allowed",
        "DELETE, /api/products,       405, method-not-allowed",
        "TRACE,  /api/products/p1,    405, method-not-allowed",
    })
    void refusesWhatItCannotWrite(String method, String path, int status, String slug) {
        Problem problem = refusedHead(method, path);
        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.slug()).isEqualTo(slug);
        assertThat(problem.fields().containsKey("Allow")).isEqualTo(status == 405);
    }

    @Test
    void anIdHasAtMost256Characters() {
        assertThat(head("PUT", "/api/notes/" + "x".repeat(256))).isInstanceOf(Intent.class);
        assertThat(refusedHead("PUT", "/api/notes/" + "x".repeat(257)).slug()).isEqualTo("bad-id");
    }

    @Test
    void anIdMayBePercentEncoded() {
        assertThat(((Intent) head("PUT", "/api/notes/a%7eb%2D1")).id()).isEqualTo("a~b-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/merge-patch+json",
                "application/json; charset=utf-16",
                "application/json;charset=\"latin1\"",
                "application/jsonx",
                "",
            })
    void aDocumentIsJsonInUtf8(String type) {
        fields.put("content-type", type.isEmpty() ? List.of() : List.of(type));
        Problem problem = refusedHead("PUT", "/api/notes/1");
        assertThat(problem.status()).isEqualTo(415);
        assertThat(problem.fields()).containsEntry("Accept", "application/json");
    }

    @Test
    void aDocumentMaySayThatItIsUtf8() {
        fields.put("content-type", List.of("Application/JSON ; charset=\"UTF-8\""));
        assertThat(head("PUT", "/api/notes/1")).isInstanceOf(Intent.class);
    }

    @Test
    void twoContentTypesAreNone() {
        fields.put("content-type", List.of("application/json", "application/json"));
        assertThat(refusedHead("PUT", "/api/notes/1").status()).isEqualTo(415);
    }

    @Test
    void aPatchSaysWhichKindItIs() {
        Problem problem = refusedHead("PATCH", "/api/notes/1");
        assertThat(problem.status()).isEqualTo(415);
        assertThat(problem.fields())
                .containsEntry("Accept-Patch", "application/merge-patch+json, application/json-patch+json");
        fields.put("content-type", List.of("application/merge-patch+json"));
        assertThat(((Intent) head("PATCH", "/api/notes/1")).operation()).isEqualTo(Operation.MERGE_PATCH);
        fields.put("content-type", List.of("application/json-patch+json"));
        assertThat(((Intent) head("PATCH", "/api/notes/1")).operation()).isEqualTo(Operation.JSON_PATCH);
    }

    @Test
    void anEncodedBodyIsNotRead() {
        fields.put("content-encoding", List.of("gzip"));
        Problem problem = refusedHead("PUT", "/api/notes/1");
        assertThat(problem.status()).isEqualTo(415);
        assertThat(problem.fields()).containsEntry("Accept-Encoding", "identity");
    }

    @Test
    void theSmallerOfTwoLimitsHolds() {
        assertThat(((Intent) head("PUT", "/api/notes/1")).maxBytes()).isEqualTo(1000);
        assertThat(((Intent) head("PUT", "/api/small/1")).maxBytes()).isEqualTo(64);
        assertThat(((Intent) head("DELETE", "/api/notes/1")).maxBytes()).isZero();
    }

    @Test
    void someCollectionsNeedAKey() {
        assertThat(refusedHead("PUT", "/api/keyed/1").slug()).isEqualTo("idempotency-key-missing");
        fields.put("idempotency-key", List.of("\"\""));
        assertThat(refusedHead("PUT", "/api/keyed/1").slug()).isEqualTo("bad-idempotency-key");
        fields.put("idempotency-key", List.of("\"k\""));
        assertThat(head("PUT", "/api/keyed/1")).isInstanceOf(Intent.class);
    }

    @Test
    void aMalformedKeyOrConditionIsRefusedEverywhere() {
        fields.put("idempotency-key", List.of("k"));
        assertThat(refusedHead("PUT", "/api/notes/1").slug()).isEqualTo("bad-idempotency-key");
        fields.put("if-match", List.of("v7"));
        assertThat(refusedHead("PUT", "/api/notes/1").slug()).isEqualTo("bad-precondition");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":\"K\"}                                             | #/price",
                "{\"name\":\"\",\"price\":{\"amount\":1,\"currency\":\"EUR\"}}    | #/name",
                "{\"name\":7,\"price\":{\"amount\":1,\"currency\":\"EUR\"}}       | #/name",
                "{\"name\":\"K\",\"price\":{\"amount\":-1,\"currency\":\"EUR\"}}  | #/price/amount",
                "{\"name\":\"K\",\"price\":{\"amount\":1,\"currency\":\"Eur\"}}   | #/price/currency",
                "{\"name\":\"K\",\"price\":{\"amount\":1,\"currency\":\"EUR\"},\"a/b\":1} | #/a~1b",
                "{\"name\":\"K\",\"price\":{\"amount\":1,\"currency\":\"EUR\"},\"email\":\"x\"} | #/email",
                "[]                                                     | #",
                "7                                                      | #",
            })
    void namesThePlaceThatBreaksTheSchema(String document, String pointer) {
        Problem problem = refused("PUT", "/api/products/1", document);
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.slug()).isEqualTo("invalid-document");
        assertThat(problem.errors()).extracting(Violation::pointer).containsExactly(pointer);
    }

    @Test
    void namesEveryPlaceAtOnceButNotMoreThanTwenty() {
        assertThat(refused("PUT", "/api/products/1", "{\"name\":\"\",\"price\":{},\"x\":1}")
                        .errors())
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("#/name", "#/price/amount", "#/price/currency", "#/x");
        StringBuilder many = new StringBuilder(PRODUCT.substring(0, PRODUCT.length() - 1));
        for (int i = 0; i < 30; i++) {
            many.append(",\"x").append(i).append("\":1");
        }
        Problem problem = refused("PUT", "/api/products/1", many.append('}').toString());
        assertThat(problem.errors()).hasSize(20);
        assertThat(problem.members()).containsEntry("errorsInAll", 30);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,}       | 1",
                "{\"a\":1}x       | 1",
                "{'a':1}          | 1",
                "{\"a\":01}       | 1",
                "{\"a\":NaN}      | 1",
                "{\"a\":1,\"a\":2}| 1",
                "nul              | 1",
            })
    void namesTheLineWhereJsonEnds(String body, long line) {
        Problem problem = refused("PUT", "/api/notes/1", "\n".repeat((int) line - 1) + body);
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.slug()).isEqualTo("malformed-json");
        assertThat(problem.members()).containsEntry("line", line);
        assertThat((long) problem.members().get("column")).isPositive();
    }

    @Test
    void namesLineAndColumn() {
        Problem problem = refused("PUT", "/api/notes/1", "{\n  \"a\": 1,\n  \"b\": ?\n}");
        assertThat(problem.members()).containsEntry("line", 3L).containsEntry("column", 8L);
    }

    @Test
    void anEmptyBodyIsNoDocument() {
        assertThat(refused("PUT", "/api/notes/1", "").slug()).isEqualTo("malformed-json");
        assertThat(refused("PUT", "/api/notes/1", " \n").slug()).isEqualTo("malformed-json");
    }

    @Test
    void aByteOrderMarkIsRefused() {
        assertThat(refused("PUT", "/api/notes/1", "\ufeff{}").detail()).contains("byte order mark");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        Intent intent = (Intent) head("PUT", "/api/notes/1");
        ByteBuffer latin1 = ByteBuffer.wrap("{\"a\":\"ä\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(ADMISSION.body(intent, latin1, NOW)).isInstanceOf(WriteAdmission.Refused.class);
    }

    @Test
    void jsonTooDeepIsRefused() {
        assertThat(accepted("PUT", "/api/notes/1", "{\"a\":" + "[".repeat(15) + "]".repeat(15) + "}"))
                .isNotNull();
        assertThat(refused("PUT", "/api/notes/1", "{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}")
                        .slug())
                .isEqualTo("malformed-json");
        assertThat(refused("PUT", "/api/notes/1", "[".repeat(900)).slug()).isEqualTo("malformed-json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"b\":[\"x\\u0000\"]}} | #/a/b/0",
                "{\"a\\u0000\":1}               | #",
                "{\"a\":\"\\ud800x\"}           | #/a",
                "{\"a\":\"\\udc00\"}            | #/a",
                "{\"a\":1e309}                  | #/a",
                "{\"a\":1e-99999}               | #/a",
                "{\"a\":0e99999}                | #/a",
                "{\"a\":[0,-1E400]}             | #/a/1",
            })
    void whatPostgresCannotKeepIsRefusedHere(String body, String pointer) {
        Problem problem = refused("PUT", "/api/notes/1", body);
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.slug()).isEqualTo("unacceptable-json");
        assertThat(problem.errors()).extracting(Violation::pointer).containsExactly(pointer);
    }

    @Test
    void aNumberWithAnAbsurdExponentIsRefusedAndCostsNothing() {
        assertThat(refused("PUT", "/api/products/1", "{\"name\":\"K\",\"price\":{\"amount\":1e999999999999}}")
                        .status())
                .isEqualTo(400);
        assertThat(refused("PUT", "/api/products/1", "{\"name\":\"K\",\"price\":{\"amount\":1e2147483646}}")
                        .status())
                .isEqualTo(400);
        assertThat(refused("PUT", "/api/notes/1", "{\"a\":" + "9".repeat(200) + "}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theBodyIsKeptAsItCame() {
        String text = " {\"a\" : 1.10, \"b\":\"\\u00e4😀\"}\n";
        assertThat(accepted("PUT", "/api/notes/1", text).payload()).isEqualTo(text);
    }

    @Test
    void aDeleteHasNoBody() {
        assertThat(accepted("DELETE", "/api/notes/1", "").payload()).isNull();
        assertThat(refused("DELETE", "/api/notes/1", "{}").slug()).isEqualTo("unexpected-body");
    }

    @Test
    void aKeyMakesTheSameWriteIdForTheSameCallerOnly() {
        fields.put("idempotency-key", List.of("\"k\""));
        WriteRequested first = accepted("POST", "/api/notes", "{}");
        assertThat(accepted("POST", "/api/notes", "{}")).isEqualTo(first);
        assertThat(first.writeId().version()).isEqualTo(8);
        assertThat(first.resource().id()).doesNotContain(first.writeId().toString());
        fields.put("authorization", List.of("Bearer x"));
        assertThat(accepted("POST", "/api/notes", "{}").writeId()).isNotEqualTo(first.writeId());
    }

    @Test
    void withoutAKeyEveryRequestIsAnotherWrite() {
        WriteRequested first = accepted("POST", "/api/notes", "{}");
        WriteRequested second = accepted("POST", "/api/notes", "{}");
        assertThat(second.writeId()).isNotEqualTo(first.writeId());
        assertThat(second.resource()).isNotEqualTo(first.resource());
        assertThat(first.writeId().version()).isEqualTo(7);
        assertThat(first.writeId().getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void theFingerprintCoversWhatTheRequestMeans() {
        String put = accepted("PUT", "/api/notes/1", "{}").fingerprint();
        assertThat(put)
                .matches("[0-9a-f]{64}")
                .isEqualTo(accepted("PUT", "/api/notes/1", "{}").fingerprint());
        assertThat(put)
                .isNotEqualTo(accepted("PUT", "/api/notes/2", "{}").fingerprint())
                .isNotEqualTo(accepted("POST", "/api/notes/1", "{}").fingerprint())
                .isNotEqualTo(accepted("PUT", "/api/notes/1", "{ }").fingerprint());
        fields.put("if-match", List.of("\"v1\", \"v2\", \"v33\""));
        String conditional = accepted("PUT", "/api/notes/1", "{}").fingerprint();
        fields.put("if-match", List.of("\"v33\", \"v2\"", "\"v1\""));
        assertThat(accepted("PUT", "/api/notes/1", "{}").fingerprint())
                .isEqualTo(conditional)
                .isNotEqualTo(put);
    }

    @Test
    void theFingerprintIsTheSameInEveryProcess() {
        fields.put("if-match", List.of("\"v3\",\"v1\",\"v20\""));
        assertThat(accepted("PUT", "/api/notes/1", "{\"a\":1}").fingerprint())
                .isEqualTo(Digests.fingerprint("PUT", "notes/1", "[1, 3, 20]", "{\"a\":1}"));
    }

    @Test
    void aSchemaThatIsNoneStopsTheStart(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("bad.json"), "{\"$ref\":\"#/$defs/absent\"}");
        Path placement = Files.writeString(
                folder.resolve("placement.yaml"),
                "regions: [eu]\ncollections:\n  c: {tier: cache, schema: bad.json}\n");
        assertThatThrownBy(() -> new WriteAdmission(PlacementFile.read(placement), "eu", 1000, 16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bad.json is not a usable JSON Schema");
    }

    @Test
    void aSchemaNeverReachesOutToTheNetwork(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("far.json"), "{\"$ref\":\"http://127.0.0.1:9/schema.json\"}");
        Path placement = Files.writeString(
                folder.resolve("placement.yaml"),
                "regions: [eu]\ncollections:\n  c: {tier: cache, schema: far.json}\n");
        assertThatThrownBy(() -> new WriteAdmission(PlacementFile.read(placement), "eu", 1000, 16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("far.json");
    }

    private WriteAdmission.Head head(String method, String path) {
        return ADMISSION.head(method, path, name -> fields.getOrDefault(name, List.of()));
    }

    private Problem refusedHead(String method, String path) {
        return ((WriteAdmission.Refused) head(method, path)).problem();
    }

    private WriteAdmission.Verdict verdict(String method, String path, String body) {
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        return ADMISSION.body((Intent) head(method, path), bytes, NOW);
    }

    private Problem refused(String method, String path, String body) {
        return ((WriteAdmission.Refused) verdict(method, path, body)).problem();
    }

    private WriteRequested accepted(String method, String path, String body) {
        return ((WriteAdmission.Accepted) verdict(method, path, body)).write();
    }
}

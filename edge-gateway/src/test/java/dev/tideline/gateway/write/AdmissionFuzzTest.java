package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tideline.placement.PlacementFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a client sends is a write or a problem of the 400s, never a failure of ours. */
class AdmissionFuzzTest {

    private static final WriteAdmission ADMISSION =
            new WriteAdmission(PlacementFile.read(TestingGateway.placement()), "eu", 100_000, 16);
    private static final List<String> COLLECTIONS =
            List.of("products", "notes", "merged", "counters", "accounts", "keyed");

    @Property(tries = 3000)
    void anyRequestIsAnswered(
            @ForAll("methods") String method,
            @ForAll("paths") String path,
            @ForAll("types") String type,
            @ForAll("bodies") byte[] body) {
        WriteAdmission.Head head = ADMISSION.head(
                method,
                path,
                name -> Map.of("content-type", List.of(type), "idempotency-key", List.of("\"k\""))
                        .getOrDefault(name, List.of()));
        switch (head) {
            case WriteAdmission.Refused(Problem problem) -> assertOrdinary(problem);
            case Intent intent -> {
                switch (ADMISSION.body(intent, ByteBuffer.wrap(body), Instant.EPOCH)) {
                    case WriteAdmission.Refused(Problem problem) -> assertOrdinary(problem);
                    case WriteAdmission.Elsewhere(String home) -> fail("no record has a home of its own here: " + home);
                    case WriteAdmission.Accepted(var write) -> {
                        assertThat(write.writeId().version()).isEqualTo(8);
                        assertThat(write.fingerprint()).hasSize(64);
                        if (write.payload() != null) {
                            assertThat(write.payload()).isEqualTo(new String(body, StandardCharsets.UTF_8));
                            assertThat(JsonMapper.shared().readTree(write.payload()))
                                    .isNotNull();
                        }
                    }
                }
            }
        }
    }

    private static void assertOrdinary(Problem problem) {
        assertThat(problem.status()).isBetween(400, 499);
        assertThat(problem.title()).isNotBlank();
        assertThat(problem.errors()).hasSizeLessThanOrEqualTo(20).allSatisfy(error -> {
            assertThat(error.pointer()).matches("#[\\x21-\\x7e]*");
            assertThat(error.detail()).isNotBlank();
        });
        // The problem itself can always be sent.
        assertThat(JsonMapper.shared().writeValueAsBytes(problem.document())).isNotEmpty();
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.of("PUT", "POST", "PATCH", "DELETE", "PROPFIND");
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> known = Arbitraries.of(COLLECTIONS).map(name -> "/api/" + name + "/1");
        return Arbitraries.frequencyOf(
                Tuple.of(8, known),
                Tuple.of(1, Arbitraries.of(COLLECTIONS).map(name -> "/api/" + name)),
                Tuple.of(1, Arbitraries.strings().map(text -> "/api/notes/" + text)),
                Tuple.of(1, Arbitraries.strings()));
    }

    @Provide
    Arbitrary<String> types() {
        return Arbitraries.of(
                "application/json",
                "application/json",
                "application/merge-patch+json",
                "application/json-patch+json",
                "x");
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        return Arbitraries.oneOf(
                json(4).map(text -> text.getBytes(StandardCharsets.UTF_8)),
                json(4).map(text -> text.substring(0, text.length() / 2).getBytes(StandardCharsets.UTF_8)),
                operations().map(text -> text.getBytes(StandardCharsets.UTF_8)),
                Arbitraries.strings().map(text -> text.getBytes(StandardCharsets.UTF_16)),
                Arbitraries.bytes().array(byte[].class));
    }

    private static Arbitrary<String> json(int depth) {
        Arbitrary<String> scalar = Arbitraries.oneOf(
                Arbitraries.of(
                        "null",
                        "true",
                        "false",
                        "0",
                        "-0",
                        "1e5",
                        "1e400",
                        "-1E-400",
                        "0e9999",
                        "12.50",
                        "9e99999999999"),
                Arbitraries.bigDecimals().map(Object::toString),
                string());
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<String> nested = json(depth - 1);
        Arbitrary<String> name = Arbitraries.oneOf(
                Arbitraries.of("name", "price", "amount", "currency", "size", "tags", "email", "views", "a/b~")
                        .map(text -> '"' + text + '"'),
                string());
        Arbitrary<String> member = Combinators.combine(name, nested).as((key, value) -> key + ":" + value);
        return Arbitraries.oneOf(
                scalar,
                nested.list().ofMaxSize(4).map(list -> "[" + String.join(",", list) + "]"),
                member.list().ofMaxSize(5).map(list -> "{" + String.join(",", list) + "}"),
                member.list().ofMaxSize(5).map(list -> "{" + String.join(",", list) + "}"));
    }

    private static Arbitrary<String> string() {
        return Arbitraries.oneOf(
                Arbitraries.of("\"\"", "\"Kettle\"", "\"EUR\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\""),
                Arbitraries.strings().map(text -> JsonMapper.shared().writeValueAsString(text)));
    }

    private static Arbitrary<String> operations() {
        Arbitrary<String> op = Arbitraries.of("add", "remove", "replace", "move", "copy", "test", "x");
        Arbitrary<String> pointer = Arbitraries.of("", "/", "/a", "/a/b", "/a~", "a", "/-");
        Arbitrary<String> operation = Combinators.combine(op, pointer, pointer, json(1))
                .as("{\"op\":\"%s\",\"path\":\"%s\",\"from\":\"%s\",\"value\":%s}"::formatted);
        return operation.list().ofMaxSize(4).map(list -> "[" + String.join(",", list) + "]");
    }
}

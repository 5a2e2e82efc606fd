package dev.tideline.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonPointer;

class RedactionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/email     | {'name':'a','email':'e'}                    | {'name':'a'}",
                "/email     | {'email':null}                              | {}",
                "/email     | {'name':'a'}                                | {'name':'a'}",
                "/a/b       | {'a':{'b':1,'c':2},'b':3}                   | {'a':{'c':2},'b':3}",
                "/a/b       | {'a':'text'}                                | {'a':'text'}",
                "/a/b       | {'a':[{'b':1},{'b':2,'c':3},[{'b':4}],5]}   | {'a':[{},{'c':3},[{}],5]}",
                "/a~1b/c~0d | {'a/b':{'c~d':1}}                           | {'a/b':{}}",
                "/x         | {'n':29.90,'big':12345678901234567890.10,'s':'\u00e9\\u0001'} | {'n':29.90,'big':12345678901234567890.10,'s':'\u00e9\\u0001'}",
            })
    void removesTheMemberAndNothingElse(String pointer, String document, String expected) {
        assertThat(redact(document.replace('\'', '"'), pointer)).isEqualTo(expected.replace('\'', '"'));
    }

    @Property(tries = 500)
    void nothingBelowAPointerIsLeft(@ForAll("documents") String document) {
        assertThat(redact(document, "/a/b", "/c")).doesNotContain("canary");
    }

    /** Each has the text at /a/b or /c, in objects or arrays of them, among other members. */
    @Provide
    Arbitrary<String> documents() {
        Arbitrary<String> marked = Arbitraries.of("\"canary\"", "{\"x\":\"canary\"}", "[\"canary\",[\"canary\"]]");
        Arbitrary<String> inner = marked.map(value -> "{\"z\":1,\"b\":" + value + "}");
        Arbitrary<String> nested = Arbitraries.of("%s", "[%s]", "[%s,1,null,[%<s]]", "[[%s]]");
        return Arbitraries.oneOf(
                nested.flatMap(shape -> inner.map(value -> "{\"a\":" + String.format(shape, value) + ",\"d\":0}")),
                marked.map(value -> "{\"c\":" + value + ",\"a\":\"text\"}"));
    }

    private static String redact(String document, String... pointers) {
        List<JsonPointer> compiled =
                Stream.of(pointers).map(JsonPointer::compile).toList();
        return Redaction.of(document, compiled);
    }
}

package dev.tideline.writer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PatchTest {

    private static JsonNode json(String text) {
        Document document = Document.parse(text);
        assertThat(document).as(text).isNotNull();
        return document.tree();
    }

    private static String patched(String document, String patch) {
        return switch (JsonPatch.apply(json(document), json(patch))) {
            case Patched.To(JsonNode tree) -> tree.toString();
            case Patched.Unfit(Problem problem) -> "unfit at " + problem.pointer();
            case Patched.Malformed(Problem problem) -> "malformed at " + problem.pointer();
        };
    }

    /** RFC 7396, appendix A. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":\"b\"} | {\"a\":\"c\"} | {\"a\":\"c\"}",
                "{\"a\":\"b\"} | {\"b\":\"c\"} | {\"a\":\"b\",\"b\":\"c\"}",
                "{\"a\":\"b\"} | {\"a\":null} | {}",
                "{\"a\":\"b\",\"b\":\"c\"} | {\"a\":null} | {\"b\":\"c\"}",
                "{\"a\":[\"b\"]} | {\"a\":\"c\"} | {\"a\":\"c\"}",
                "{\"a\":\"c\"} | {\"a\":[\"b\"]} | {\"a\":[\"b\"]}",
                "{\"a\":{\"b\":\"c\"}} | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
                "{\"a\":[{\"b\":\"c\"}]} | {\"a\":[1]} | {\"a\":[1]}",
                "[\"a\",\"b\"] | [\"c\",\"d\"] | [\"c\",\"d\"]",
                "{\"a\":\"b\"} | [\"c\"] | [\"c\"]",
                "{\"a\":\"foo\"} | null | null",
                "{\"a\":\"foo\"} | \"bar\" | \"bar\"",
                "{\"e\":null} | {\"a\":1} | {\"e\":null,\"a\":1}",
                "[1,2] | {\"a\":\"b\",\"c\":null} | {\"a\":\"b\"}",
                "{} | {\"a\":{\"bb\":{\"ccc\":null}}} | {\"a\":{\"bb\":{}}}"
            })
    void aMergePatchDoesWhatTheRfcsExamplesSay(String target, String patch, String result) {
        JsonNode before = json(target);
        assertThat(MergePatch.apply(before, json(patch))).isEqualTo(json(result));
        assertThat(before).isEqualTo(json(target));
    }

    /** RFC 6902, appendix A. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"foo\":\"bar\"} | [{\"op\":\"add\",\"path\":\"/baz\",\"value\":\"qux\"}] | {\"foo\":\"bar\",\"baz\":\"qux\"}",
                "{\"foo\":[\"bar\",\"baz\"]} | [{\"op\":\"add\",\"path\":\"/foo/1\",\"value\":\"qux\"}] | {\"foo\":[\"bar\",\"qux\",\"baz\"]}",
                "{\"baz\":\"qux\",\"foo\":\"bar\"} | [{\"op\":\"remove\",\"path\":\"/baz\"}] | {\"foo\":\"bar\"}",
                "{\"foo\":[\"bar\",\"qux\",\"baz\"]} | [{\"op\":\"remove\",\"path\":\"/foo/1\"}] | {\"foo\":[\"bar\",\"baz\"]}",
                "{\"baz\":\"qux\"} | [{\"op\":\"replace\",\"path\":\"/baz\",\"value\":\"boo\"}] | {\"baz\":\"boo\"}",
                "{\"foo\":{\"bar\":\"baz\",\"waldo\":\"fred\"},\"qux\":{\"corge\":\"grault\"}} | [{\"op\":\"move\",\"from\":\"/foo/waldo\",\"path\":\"/qux/thud\"}] | {\"foo\":{\"bar\":\"baz\"},\"qux\":{\"corge\":\"grault\",\"thud\":\"fred\"}}",
                "{\"foo\":[\"all\",\"grass\",\"cows\",\"eat\"]} | [{\"op\":\"move\",\"from\":\"/foo/1\",\"path\":\"/foo/3\"}] | {\"foo\":[\"all\",\"cows\",\"eat\",\"grass\"]}",
                "{\"baz\":\"qux\",\"foo\":[\"a\",2,\"c\"]} | [{\"op\":\"test\",\"path\":\"/baz\",\"value\":\"qux\"},{\"op\":\"test\",\"path\":\"/foo/1\",\"value\":2.0}] | {\"baz\":\"qux\",\"foo\":[\"a\",2,\"c\"]}",
                "{\"foo\":\"bar\"} | [{\"op\":\"add\",\"path\":\"/child\",\"value\":{\"grandchild\":{}}}] | {\"foo\":\"bar\",\"child\":{\"grandchild\":{}}}",
                "{\"foo\":\"bar\"} | [{\"op\":\"add\",\"path\":\"/baz\",\"value\":\"qux\",\"xyz\":123}] | {\"foo\":\"bar\",\"baz\":\"qux\"}",
                "{\"/\":9,\"~1\":10} | [{\"op\":\"test\",\"path\":\"/~01\",\"value\":10}] | {\"/\":9,\"~1\":10}",
                "{\"foo\":[\"bar\"]} | [{\"op\":\"add\",\"path\":\"/foo/-\",\"value\":[\"abc\",\"def\"]}] | {\"foo\":[\"bar\",[\"abc\",\"def\"]]}",
                "{\"a\":1} | [{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/b\"}] | {\"a\":1,\"b\":1}",
                "{\"a\":1} | [{\"op\":\"replace\",\"path\":\"\",\"value\":[]}] | []"
            })
    void aJsonPatchDoesWhatTheRfcsExamplesSay(String document, String patch, String result) {
        assertThat(patched(document, patch)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"baz\":\"qux\"} | [{\"op\":\"test\",\"path\":\"/baz\",\"value\":\"bar\"}] | unfit at /0",
                "{\"foo\":\"bar\"} | [{\"op\":\"add\",\"path\":\"/baz/bat\",\"value\":\"qux\"}] | unfit at /0",
                "{\"/\":9,\"~1\":10} | [{\"op\":\"test\",\"path\":\"/~01\",\"value\":\"10\"}] | unfit at /0",
                "{\"a\":[1]} | [{\"op\":\"add\",\"path\":\"/a/2\",\"value\":1}] | unfit at /0",
                "{\"a\":[1]} | [{\"op\":\"add\",\"path\":\"/a/01\",\"value\":1}] | unfit at /0",
                "{\"a\":[1]} | [{\"op\":\"remove\",\"path\":\"/a/-\"}] | unfit at /0",
                "{\"a\":1} | [{\"op\":\"test\",\"path\":\"/a\",\"value\":1},{\"op\":\"remove\",\"path\":\"/b\"}] | unfit at /1",
                "{} | {} | malformed at ''",
                "{} | [{\"op\":\"add\",\"value\":1}] | malformed at /0/path",
                "{} | [{\"op\":\"add\",\"path\":\"a\",\"value\":1}] | malformed at /0/path",
                "{} | [{\"op\":\"add\",\"path\":\"/~2\",\"value\":1}] | malformed at /0/path",
                "{} | [{\"op\":\"add\",\"path\":\"/a\"}] | malformed at /0",
                "{\"a\":{}} | [{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a/b\"}] | malformed at /0/from",
                "{} | [{\"op\":\"remove\",\"path\":\"\"}] | malformed at /0"
            })
    void aJsonPatchThatDoesNotFitOrIsMalformedSaysWhere(String document, String patch, String result) {
        assertThat(patched(document, patch)).isEqualTo(result.replace("''", ""));
    }

    @Test
    void aPatchThatFailsHalfWayChangesNothing() {
        JsonNode document = json("{\"a\":[1]}");
        JsonPatch.apply(
                document, json("[{\"op\":\"add\",\"path\":\"/a/0\",\"value\":0},{\"op\":\"remove\",\"path\":\"/x\"}]"));
        assertThat(document).isEqualTo(json("{\"a\":[1]}"));
    }

    @Test
    void aPatchThatDoublesAndDoublesIsStopped() {
        StringBuilder patch = new StringBuilder("[");
        for (int i = 0; i < 60; i++) {
            patch.append("{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/a/-\"},");
        }
        patch.setCharAt(patch.length() - 1, ']');
        assertThat(patched("{\"a\":[1]}", patch.toString())).startsWith("unfit at");
    }
}

package dev.tideline.gateway.policy;

import static dev.tideline.gateway.policy.TestingExchange.NOW;
import static dev.tideline.gateway.policy.TestingExchange.date;
import static dev.tideline.gateway.policy.TestingExchange.get;
import static dev.tideline.gateway.policy.TestingExchange.ok;
import static dev.tideline.gateway.policy.TestingExchange.request;
import static dev.tideline.gateway.policy.TestingExchange.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.policy.Answer.NotModified;
import dev.tideline.gateway.policy.Answer.Part;
import dev.tideline.gateway.policy.Answer.Parts;
import dev.tideline.gateway.policy.Answer.RangeNotSatisfiable;
import dev.tideline.gateway.policy.Answer.Whole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §13 and §14, RFC 9111 §4.3.2. The content has 11 bytes. */
class AnsweringTest {

    private static final TestingExchange TAGGED = ok(
            "Cache-Control",
            "max-age=60",
            "ETag",
            "\"a\"",
            "Last-Modified",
            date(-100),
            "Content-Type",
            "text/plain",
            "Vary",
            "X");

    @Test
    void theWholeIsSentWithItsAgeAndLength() {
        Answer answer = TAGGED.policy().answer(get(), TAGGED.stored(), 11, NOW + 5999);
        assertThat(answer).isInstanceOf(Whole.class);
        assertThat(answer.fields().first("Age")).isEqualTo("5");
        assertThat(answer.fields().first("Content-Length")).isEqualTo("11");
    }

    @Test
    void anAgeBeyondAllBoundsIsSentAsTheGreatestNumber() {
        TestingExchange old = ok("Cache-Control", "max-age=1", "Age", "nonsense", "ETag", "\"a\"");
        assertThat(old.answer(get()).fields().first("Age")).isEqualTo("2147483648");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "W/\"a\"", "\"x\", \"a\", \"y\"", "\"x,\\\", W/\"a\"", "*", " * "})
    void aMatchingEntityTagIsAnsweredWith304(String noneMatch) {
        Answer answer = TAGGED.answer(get("If-None-Match", noneMatch));
        assertThat(answer).isInstanceOf(NotModified.class);
        assertThat(answer.fields().first("ETag")).isEqualTo("\"a\"");
        assertThat(answer.fields().first("Vary")).isEqualTo("X");
        assertThat(answer.fields().has("Content-Type")).isFalse();
        assertThat(answer.fields().has("Content-Length")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"b\"", "a", "w/\"a\"", "W\"a\"", "", "\"a", "\"A\""})
    void anythingElseIsNoMatch(String noneMatch) {
        assertThat(TAGGED.answer(get("If-None-Match", noneMatch))).isInstanceOf(Whole.class);
    }

    @Test
    void tagsOnSeveralLinesCount() {
        assertThat(TAGGED.answer(get("If-None-Match", "\"x\"", "If-None-Match", "\"a\"")))
                .isInstanceOf(NotModified.class);
    }

    @Test
    void theDateIsIgnoredBesideATag() {
        assertThat(TAGGED.answer(get("If-None-Match", "\"b\"", "If-Modified-Since", date(0))))
                .isInstanceOf(Whole.class);
        assertThat(TAGGED.answer(get("If-None-Match", "\"a\"", "If-Modified-Since", date(-1000))))
                .isInstanceOf(NotModified.class);
    }

    @Test
    void theDateIsComparedWithLastModifiedThenDateThenReceipt() {
        assertThat(TAGGED.answer(get("If-Modified-Since", date(-100)))).isInstanceOf(NotModified.class);
        assertThat(TAGGED.answer(get("If-Modified-Since", date(-101)))).isInstanceOf(Whole.class);
        assertThat(TAGGED.answer(get("If-Modified-Since", "yesterday"))).isInstanceOf(Whole.class);
        TestingExchange dated = ok("Cache-Control", "max-age=60", "Date", date(-10));
        assertThat(dated.answer(get("If-Modified-Since", date(-10)))).isInstanceOf(NotModified.class);
        assertThat(dated.answer(get("If-Modified-Since", date(-11)))).isInstanceOf(Whole.class);
        TestingExchange odd = ok("Cache-Control", "max-age=60", "Last-Modified", "odd");
        assertThat(odd.answer(get("If-Modified-Since", date(0)))).isInstanceOf(Whole.class);
    }

    @Test
    void anErrorIsNeverAnsweredWith304() {
        assertThat(status(404, "Cache-Control", "max-age=60", "ETag", "\"a\"").answer(get("If-None-Match", "\"a\"")))
                .isInstanceOf(Whole.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bytes=0-1   | bytes 0-1/11
                    BYTES=0-1   | bytes 0-1/11
                    bytes=1-    | bytes 1-10/11
                    bytes=-1    | bytes 10-10/11
                    bytes=-99   | bytes 0-10/11
                    bytes=5-99  | bytes 5-10/11
                    bytes=20-30, 2-3 | bytes 2-3/11
                    bytes= 2-3 ,| bytes 2-3/11
                    """)
    void aRangeIsCutOutOfTheWhole(String range, String contentRange) {
        Answer answer = TAGGED.answer(get("Range", range));
        assertThat(answer).isInstanceOf(Part.class);
        assertThat(answer.fields().first("Content-Range")).isEqualTo(contentRange);
        assertThat(answer.fields().first("Content-Length"))
                .isEqualTo(Long.toString(((Part) answer).range().length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=11-", "bytes=-0", "bytes=99-100", "bytes=11-12, 13-14"})
    void aRangeBeyondTheEndIs416(String range) {
        Answer answer = TAGGED.answer(get("Range", range));
        assertThat(answer).isInstanceOf(RangeNotSatisfiable.class);
        assertThat(answer.fields().first("Content-Range")).isEqualTo("bytes */11");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "items=0-1",
                "bytes=",
                "bytes=a-b",
                "bytes=5-2",
                "bytes=-",
                "bytes 0-1",
                "bytes=--1",
                "bytes=0-1;x",
                "bytes=1-2-3",
                "bytes=+1-2",
                "bytes=0-9,0-9,0-9",
                "bytes=0-10,1-10",
                "bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,10-10,0-0,1-1,2-2,3-3,4-4,5-5",
                "bytes=99999999999999999999-"
            })
    void aMalformedOrAbusiveRangeIsIgnored(String range) {
        assertThat(TAGGED.answer(get("Range", range))).isInstanceOf(Whole.class);
    }

    @Test
    void severalRangesComeAsOneMultipartMessageOfTheLengthItSays() {
        Answer answer = TAGGED.answer(get("Range", "bytes=0-1,5-6"));
        assertThat(answer).isInstanceOf(Parts.class);
        Parts parts = (Parts) answer;
        String content = parts.parts().stream()
                        .map(part -> part.head() + "x".repeat((int) part.range().length()))
                        .reduce("", String::concat)
                + parts.tail();
        assertThat(content).contains("Content-Range: bytes 0-1/11\r\n\r\nxx\r\n--", "Content-Type: text/plain");
        assertThat(parts.length()).isEqualTo(content.length());
        assertThat(parts.fields().first("Content-Length")).isEqualTo(Integer.toString(content.length()));
        assertThat(parts.fields().first("Content-Type")).startsWith("multipart/byteranges; boundary=");
    }

    @Test
    void ifRangeNeedsAStrongValidatorOfThisVeryRepresentation() {
        assertThat(TAGGED.answer(get("Range", "bytes=0-1", "If-Range", "\"a\"")))
                .isInstanceOf(Part.class);
        assertThat(TAGGED.answer(get("Range", "bytes=0-1", "If-Range", date(-100))))
                .isInstanceOf(Part.class);
        for (String other : new String[] {"\"b\"", "W/\"a\"", date(-99), "a", ""}) {
            assertThat(TAGGED.answer(get("Range", "bytes=0-1", "If-Range", other)))
                    .isInstanceOf(Whole.class);
        }
        TestingExchange justModified = ok("Cache-Control", "max-age=60", "Last-Modified", date(0), "Date", date(0));
        assertThat(justModified.answer(get("Range", "bytes=0-1", "If-Range", date(0))))
                .isInstanceOf(Whole.class);
    }

    @Test
    void rangesMeanNothingForHeadOrForAnythingButA200() {
        assertThat(TAGGED.answer(request("HEAD", "Range", "bytes=0-1"))).isInstanceOf(Whole.class);
        assertThat(status(404, "Cache-Control", "max-age=60").answer(get("Range", "bytes=0-1")))
                .isInstanceOf(Whole.class);
    }

    @Test
    void preconditionsComeBeforeRanges() {
        assertThat(TAGGED.answer(get("Range", "bytes=0-1", "If-None-Match", "\"a\"")))
                .isInstanceOf(NotModified.class);
    }
}

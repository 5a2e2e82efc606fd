package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.Precondition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The request fields of the write API, each by the letter of its specification. */
class HeaderFieldsTest {

    @Nested
    class AnIdempotencyKey {

        @Test
        void isAStringInQuotes() {
            assertThat(key("\"8e03978e-40d5\"")).isEqualTo(new IdempotencyKey.Present("8e03978e-40d5"));
            assertThat(key("  \"a b\"  ")).isEqualTo(new IdempotencyKey.Present("a b"));
            assertThat(key("\"a\\\"b\\\\\"")).isEqualTo(new IdempotencyKey.Present("a\"b\\"));
        }

        @Test
        void mayHaveParametersThatMeanNothing() {
            assertThat(key("\"k\";a; b=1;c=\"x;y\";d=?1;e=:aGk=:;f=tok/en;g=-1.5;h=@17"))
                    .isEqualTo(new IdempotencyKey.Present("k"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "k",
                    "\"k",
                    "k\"",
                    "\"a\"b\"",
                    "'k'",
                    "\"a\\b\"",
                    "\"ä\"",
                    "\"a\tb\"",
                    "17",
                    "?1",
                    "\"k\" x",
                    "\"k\";",
                    "\"k\";A",
                    "\"k\";a=",
                    "(\"k\")",
                    "\"a\", \"b\"",
                    "\"k\" ;a"
                })
        void isNothingElse(String line) {
            assertThat(key(line)).isInstanceOf(IdempotencyKey.Malformed.class);
        }

        @Test
        void hasOneTo255Characters() {
            assertThat(key("\"\"")).isInstanceOf(IdempotencyKey.Malformed.class);
            assertThat(key('"' + "k".repeat(255) + '"')).isInstanceOf(IdempotencyKey.Present.class);
            assertThat(key('"' + "\\\"".repeat(255) + '"')).isInstanceOf(IdempotencyKey.Present.class);
            assertThat(key('"' + "k".repeat(256) + '"')).isInstanceOf(IdempotencyKey.Malformed.class);
        }

        @Test
        void isOnOneFieldLine() {
            assertThat(IdempotencyKey.parse(List.of("\"a\"", "\"a\""))).isInstanceOf(IdempotencyKey.Malformed.class);
            assertThat(IdempotencyKey.parse(List.of())).isInstanceOf(IdempotencyKey.Absent.class);
        }

        private static IdempotencyKey key(String line) {
            return IdempotencyKey.parse(List.of(line));
        }
    }

    @Property
    void anyPrintableKeyIsReadBack(
            @ForAll @StringLength(min = 1, max = 255) @CharRange(from = ' ', to = '~') String key) {
        String line = '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        assertThat(IdempotencyKey.parse(List.of(line))).isEqualTo(new IdempotencyKey.Present(key));
    }

    @Property
    void anyTextIsAValueAndNeverAnError(@ForAll String text) {
        assertThat(IdempotencyKey.parse(List.of(text))).isNotNull();
        assertThat(Preconditions.parse(List.of(text), List.of())).isNotNull();
        assertThat(Preconditions.parse(List.of(), List.of(text))).isNotNull();
        assertThat(Preference.parse(List.of(text))).isNotNull();
        assertThat(ContentType.parse(List.of(text))).isNotNull();
        assertThat(ResourcePath.parse("/api/" + text)).isNotNull();
    }

    @Nested
    class APrecondition {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "\"v7\"                 | 7",
                    "\"v7\", \"v8\"         | 7,8",
                    ", \"v7\" ,, \"v8\",    | 7,8",
                    "W/\"v7\"               | ``",
                    "\"x\", \"v9\"          | 9",
                    "\"v007\"               | ``",
                    "\"v9999999999999999999\" | ``",
                    "\"\"                   | ``",
                })
        void namesVersions(String line, String versions) {
            Set<Long> expected = versions == null || versions.isEmpty()
                    ? Set.of()
                    : Set.of(List.of(versions.split(",", -1)).stream()
                            .map(Long::valueOf)
                            .toArray(Long[]::new));
            assertThat(Preconditions.parse(List.of(line), List.of()))
                    .isEqualTo(new Preconditions.Read(new Precondition.VersionIn(expected)));
        }

        @Test
        void maySayThatTheResourceExistsOrDoesNot() {
            assertThat(Preconditions.parse(List.of("*"), List.of()))
                    .isEqualTo(new Preconditions.Read(new Precondition.Exists()));
            assertThat(Preconditions.parse(List.of(), List.of(" * ")))
                    .isEqualTo(new Preconditions.Read(new Precondition.Absent()));
            assertThat(Preconditions.parse(List.of(), List.of())).isEqualTo(new Preconditions.Read(Precondition.NONE));
        }

        @Test
        void mayStandOnSeveralLines() {
            assertThat(Preconditions.parse(List.of("\"v1\"", "\"v2\""), List.of()))
                    .isEqualTo(new Preconditions.Read(new Precondition.VersionIn(Set.of(1L, 2L))));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "v7", "\"v7", "\"v7\" \"v8\"", "*, \"v7\"", "w/\"v7\"", ","})
        void isNothingElse(String line) {
            assertThat(Preconditions.parse(List.of(line), List.of())).isInstanceOf(Preconditions.Malformed.class);
        }

        @Test
        void ofAWriteIsNoOtherIfNoneMatch() {
            assertThat(Preconditions.parse(List.of(), List.of("\"v7\""))).isInstanceOf(Preconditions.Malformed.class);
            assertThat(Preconditions.parse(List.of("*"), List.of("*"))).isInstanceOf(Preconditions.Malformed.class);
        }
    }

    @Nested
    class APreference {

        @Test
        void saysHowLongToWait() {
            assertThat(preference("wait=5")).isEqualTo(new Preference(false, Duration.ofSeconds(5)));
            assertThat(preference("Wait = \"5\"; x=y")).isEqualTo(new Preference(false, Duration.ofSeconds(5)));
            assertThat(preference("respond-async, wait=100")).isEqualTo(new Preference(true, Duration.ofSeconds(100)));
            assertThat(Preference.parse(List.of("respond-async", "wait=1")))
                    .isEqualTo(new Preference(true, Duration.ofSeconds(1)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"respond-async", "Respond-Async=", "respond-async = \"\"", "respond-async; x"})
        void mayBeToldAtOnce(String line) {
            assertThat(preference(line)).isEqualTo(new Preference(true, null));
        }

        @Test
        void countsOnce() {
            assertThat(preference("wait=5, wait=9")).isEqualTo(new Preference(false, Duration.ofSeconds(5)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "wait",
                    "wait=",
                    "wait=-1",
                    "wait=1.5",
                    "wait=x",
                    "foo=\"a, wait=5\"",
                    "return=minimal",
                    "respond-async=x"
                })
        void thatMeansNothingIsNone(String line) {
            assertThat(preference(line)).isEqualTo(Preference.NONE);
        }

        private static Preference preference(String line) {
            return Preference.parse(List.of(line));
        }
    }
}

package dev.tideline.writer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.Operation;
import dev.tideline.events.Precondition;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.CollectionPlacement.Conflict;
import dev.tideline.writer.testbed.Writes;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WriteDeciderTest {

    private static final ResourceState ABSENT = ResourceState.ABSENT;
    private static final ResourceState TOMBSTONE = new ResourceState(4, null);

    private static ResourceState at(long version, String document) {
        return new ResourceState(version, Document.ofText(document));
    }

    private static Verdict decide(ResourceState state, Conflict rule, Operation operation, String payload) {
        return decide(state, rule, operation, payload, Precondition.NONE);
    }

    private static Verdict decide(
            ResourceState state, Conflict rule, Operation operation, String payload, Precondition precondition) {
        return WriteDecider.decide(
                Writes.write(UUID.randomUUID(), "things/t", operation, payload, precondition),
                state,
                rules(rule, 1000));
    }

    private static CollectionPlacement rules(Conflict rule, long maxBytes) {
        return Rules.of("things", rule, maxBytes);
    }

    /** A verdict as one line: {@code 2 {"n":1}}, {@code 5 deleted}, {@code conflict 412 precondition-failed}. */
    private static String line(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Apply(ResourceState after, boolean created) ->
                after.version() + (created ? " created " : " ") + (after.exists() ? after.document() : "deleted");
            case Verdict.Conflict(Problem problem) -> "conflict " + problem.status() + " " + problem.slug();
            case Verdict.Reject(Problem problem) -> "reject " + problem.status() + " " + problem.slug();
        };
    }

    /** Writes of these tests were accepted in eu. */
    @Nested
    class HomePerRecord {
        private final CollectionPlacement members =
                Rules.placement("""
                        regions: [eu, us]
                        collections:
                          members: {tier: cache, residency: {home-field: /at, homes: {eu: {}, us: {}}}}
                        """).collection("members").orElseThrow();

        private String line(String id, ResourceState state, Operation operation, String payload) {
            return WriteDeciderTest.line(WriteDecider.decide(
                    Writes.write(UUID.randomUUID(), "members/" + id, operation, payload, Precondition.NONE),
                    state,
                    members));
        }

        @Test
        void whatIsAtHomeWhereItWasAcceptedIsApplied() {
            assertThat(line("eu~1", ABSENT, Operation.PUT, "{\"at\":\"eu\"}")).isEqualTo("1 created {\"at\":\"eu\"}");
            assertThat(line("eu~1", at(1, "{\"at\":\"eu\"}"), Operation.DELETE, null))
                    .isEqualTo("2 deleted");
        }

        @Test
        void whatIsAtHomeElsewhereIsNot() {
            assertThat(line("us~1", ABSENT, Operation.PUT, "{\"at\":\"us\"}")).isEqualTo("reject 421 not-the-home");
            assertThat(line("us~1", at(1, "{\"at\":\"us\"}"), Operation.DELETE, null))
                    .isEqualTo("reject 421 not-the-home");
            assertThat(line("1", ABSENT, Operation.PUT, "{\"at\":\"eu\"}")).isEqualTo("reject 422 no-home");
        }

        @Test
        void aRecordDoesNotMoveByWhateverKindOfWrite() {
            ResourceState here = at(1, "{\"at\":\"eu\",\"n\":1}");
            assertThat(line("eu~1", ABSENT, Operation.PUT, "{\"at\":\"us\"}")).isEqualTo("reject 422 home-differs");
            assertThat(line("eu~1", here, Operation.PUT, "{}")).isEqualTo("reject 422 home-differs");
            assertThat(line("eu~1", here, Operation.MERGE_PATCH, "{\"at\":\"us\"}"))
                    .isEqualTo("reject 422 home-differs");
            assertThat(line("eu~1", here, Operation.JSON_PATCH, "[{\"op\":\"copy\",\"from\":\"/n\",\"path\":\"/at\"}]"))
                    .isEqualTo("reject 422 home-differs");
            assertThat(line("eu~1", here, Operation.MERGE_PATCH, "{\"n\":2}")).isEqualTo("2 {\"at\":\"eu\",\"n\":2}");
        }
    }

    @Nested
    class LastWriteWins {
        private String line(ResourceState state, Operation operation, String payload) {
            return WriteDeciderTest.line(decide(state, Conflict.LAST_WRITE_WINS, operation, payload));
        }

        @Test
        void aPutCreatesOrReplacesAndPassesThePayloadOnAsItIs() {
            assertThat(line(ABSENT, Operation.PUT, "{ \"n\" : 1.50 }")).isEqualTo("1 created { \"n\" : 1.50 }");
            assertThat(line(at(3, "{\"n\":1}"), Operation.PUT, "{\"m\":2}")).isEqualTo("4 {\"m\":2}");
        }

        @Test
        void aTombstonesVersionsGoOnCounting() {
            assertThat(line(TOMBSTONE, Operation.PUT, "{}")).isEqualTo("5 created {}");
            assertThat(line(TOMBSTONE, Operation.POST, "{}")).isEqualTo("5 created {}");
        }

        @Test
        void aPostOnlyCreates() {
            assertThat(line(ABSENT, Operation.POST, "{}")).isEqualTo("1 created {}");
            assertThat(line(at(3, "{}"), Operation.POST, "{}")).isEqualTo("conflict 409 already-exists");
        }

        @Test
        void aDeleteLeavesATombstoneWithAVersion() {
            assertThat(line(at(3, "{}"), Operation.DELETE, null)).isEqualTo("4 deleted");
            assertThat(line(ABSENT, Operation.DELETE, null)).isEqualTo("reject 404 not-found");
            assertThat(line(TOMBSTONE, Operation.DELETE, null)).isEqualTo("reject 404 not-found");
        }

        @Test
        void aPatchChangesWhatIsThereAndNothingElse() {
            assertThat(line(at(3, "{\"a\":1,\"b\":2}"), Operation.MERGE_PATCH, "{\"b\":null,\"c\":3}"))
                    .isEqualTo("4 {\"a\":1,\"c\":3}");
            assertThat(line(ABSENT, Operation.MERGE_PATCH, "{}")).isEqualTo("reject 404 not-found");
            assertThat(line(
                            at(3, "{\"a\":1}"),
                            Operation.JSON_PATCH,
                            "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2}]"))
                    .isEqualTo("4 {\"a\":2}");
            assertThat(line(TOMBSTONE, Operation.JSON_PATCH, "[]")).isEqualTo("reject 404 not-found");
        }

        @Test
        void aPatchThatDoesNotFitTheDocumentIsAConflictAndAMalformedOneIsRejected() {
            assertThat(line(at(3, "{}"), Operation.JSON_PATCH, "[{\"op\":\"remove\",\"path\":\"/a\"}]"))
                    .isEqualTo("conflict 409 patch-conflict");
            assertThat(line(at(3, "{}"), Operation.JSON_PATCH, "[{\"op\":\"explode\",\"path\":\"/a\"}]"))
                    .isEqualTo("reject 400 malformed-payload");
        }

        @Test
        void aPayloadThatIsNotJsonIsRejected() {
            assertThat(line(ABSENT, Operation.PUT, "{")).isEqualTo("reject 400 malformed-payload");
            assertThat(line(ABSENT, Operation.PUT, "{} {}")).isEqualTo("reject 400 malformed-payload");
        }

        @Test
        void decimalsComeOutAsTheyWentIn() {
            assertThat(line(at(1, "{\"price\":0.10,\"n\":12345678901234567890}"), Operation.MERGE_PATCH, "{\"a\":1}"))
                    .isEqualTo("2 {\"price\":0.10,\"n\":12345678901234567890,\"a\":1}");
        }
    }

    @Nested
    class Preconditions {
        private String line(ResourceState state, Precondition precondition) {
            return WriteDeciderTest.line(decide(state, Conflict.LAST_WRITE_WINS, Operation.PUT, "{}", precondition));
        }

        @Test
        void ifMatchNamesVersionsOneOfWhichMustBeTheCurrentOne() {
            Precondition precondition = new Precondition.VersionIn(Set.of(2L, 3L));
            assertThat(line(at(3, "{}"), precondition)).isEqualTo("4 {}");
            assertThat(line(at(4, "{}"), precondition)).isEqualTo("conflict 412 precondition-failed");
            assertThat(line(ABSENT, precondition)).isEqualTo("conflict 412 precondition-failed");
            assertThat(line(at(3, "{}"), new Precondition.VersionIn(Set.of())))
                    .isEqualTo("conflict 412 precondition-failed");
        }

        @Test
        void aTombstonesVersionMatchesNothing() {
            assertThat(line(TOMBSTONE, new Precondition.VersionIn(Set.of(4L))))
                    .isEqualTo("conflict 412 precondition-failed");
        }

        @Test
        void ifMatchAnyNeedsADocumentAndIfNoneMatchAnyNeedsNone() {
            assertThat(line(at(3, "{}"), new Precondition.Exists())).isEqualTo("4 {}");
            assertThat(line(TOMBSTONE, new Precondition.Exists())).isEqualTo("conflict 412 precondition-failed");
            assertThat(line(TOMBSTONE, new Precondition.Absent())).isEqualTo("5 created {}");
            assertThat(line(at(3, "{}"), new Precondition.Absent())).isEqualTo("conflict 412 precondition-failed");
        }
    }

    @Nested
    class Reject {
        private String line(ResourceState state, Operation operation, String payload, Precondition precondition) {
            return WriteDeciderTest.line(decide(state, Conflict.REJECT, operation, payload, precondition));
        }

        @ParameterizedTest
        @EnumSource(value = Operation.class, names = "POST", mode = EnumSource.Mode.EXCLUDE)
        void aChangeThatDoesNotNameTheVersionItChangesIsAConflict(Operation operation) {
            String payload = operation == Operation.DELETE ? null : "{}";
            assertThat(line(at(3, "{}"), operation, payload, Precondition.NONE))
                    .isEqualTo("conflict 428 precondition-required");
        }

        @Test
        void aCreationNeedsNoVersion() {
            assertThat(line(ABSENT, Operation.PUT, "{}", Precondition.NONE)).isEqualTo("1 created {}");
            assertThat(line(TOMBSTONE, Operation.POST, "{}", Precondition.NONE)).isEqualTo("5 created {}");
            assertThat(line(at(3, "{}"), Operation.POST, "{}", Precondition.NONE))
                    .isEqualTo("conflict 409 already-exists");
        }

        @Test
        void aChangeOfTheNamedVersionIsApplied() {
            assertThat(line(at(3, "{}"), Operation.PUT, "{}", new Precondition.VersionIn(Set.of(3L))))
                    .isEqualTo("4 {}");
        }
    }

    @Nested
    class Merge {
        @Test
        void aPutKeepsWhatAnotherWriterSet() {
            assertThat(line(decide(at(3, "{\"a\":1}"), Conflict.MERGE, Operation.PUT, "{\"b\":2}")))
                    .isEqualTo("4 {\"a\":1,\"b\":2}");
            assertThat(line(decide(TOMBSTONE, Conflict.MERGE, Operation.PUT, "{\"b\":2}")))
                    .isEqualTo("5 created {\"b\":2}");
        }
    }

    @Nested
    class Counter {
        private String line(ResourceState state, Operation operation, String payload) {
            return WriteDeciderTest.line(decide(state, Conflict.COUNTER, operation, payload));
        }

        @Test
        void aMergePatchAddsAndCreatesWhatItAddsTo() {
            assertThat(line(ABSENT, Operation.MERGE_PATCH, "{\"views\":1}")).isEqualTo("1 created {\"views\":1}");
            assertThat(line(at(1, "{\"views\":1}"), Operation.MERGE_PATCH, "{\"views\":2,\"likes\":-1}"))
                    .isEqualTo("2 {\"views\":3,\"likes\":-1}");
            assertThat(line(at(1, "{\"by\":{\"eu\":0.5}}"), Operation.MERGE_PATCH, "{\"by\":{\"eu\":0.5,\"us\":1}}"))
                    .isEqualTo("2 {\"by\":{\"eu\":1,\"us\":1}}");
        }

        @Test
        void whatDoesNotCommuteIsRefused() {
            for (String payload : new String[] {"{\"v\":null}", "{\"v\":\"1\"}", "{\"v\":[1]}", "{\"v\":true}", "3"}) {
                assertThat(line(at(1, "{\"v\":1}"), Operation.MERGE_PATCH, payload))
                        .isEqualTo("reject 422 not-a-counter");
            }
            assertThat(line(at(1, "{\"v\":1}"), Operation.JSON_PATCH, "[]")).isEqualTo("reject 422 not-a-counter");
            assertThat(line(at(1, "{\"v\":\"text\"}"), Operation.MERGE_PATCH, "{\"v\":1}"))
                    .isEqualTo("conflict 422 not-a-counter");
        }

        @Test
        void aNumberThatWouldTakeAGigabyteToAddIsRefused() {
            assertThat(line(at(1, "{\"v\":1}"), Operation.MERGE_PATCH, "{\"v\":1e999999999}"))
                    .isEqualTo("reject 422 not-a-counter");
        }
    }

    @Nested
    class Size {
        @Test
        void aPatchCannotMakeADocumentLongerThanOneThatCouldBePutThere() {
            String longText = "\"" + "x".repeat(60) + "\"";
            Verdict verdict = WriteDecider.decide(
                    Writes.mergePatch("things/t", "{\"b\":" + longText + "}"),
                    at(1, "{\"a\":" + longText + "}"),
                    rules(Conflict.LAST_WRITE_WINS, 100));
            assertThat(line(verdict)).isEqualTo("reject 413 document-too-large");
        }

        @Test
        void theLimitIsInBytesNotInCharacters() {
            Verdict verdict = WriteDecider.decide(
                    Writes.put("things/t", "\"" + "ü".repeat(60) + "\""), ABSENT, rules(Conflict.LAST_WRITE_WINS, 100));
            assertThat(line(verdict)).isEqualTo("reject 413 document-too-large");
        }
    }
}

package dev.tideline.local.check.verify;

import static dev.tideline.local.check.verify.Story.ITEM;
import static dev.tideline.local.check.verify.Story.P1;
import static dev.tideline.local.check.verify.Story.ms;
import static dev.tideline.local.check.verify.Story.served;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.Scope;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.Span;
import org.junit.jupiter.api.Test;

class VerdictTest {

    @Test
    void aDocumentThatIsNotWhatItsVersionWroteIsAViolation() {
        assertThat(first(document(1, "m1", new Story().written("s1", "m1", 1, 10))))
                .isEmpty();
        assertThat(first(document(1, "other", new Story().written("s1", "m1", 1, 10))))
                .contains("products/p1 version 1 was written as m1 and read as other");
        assertThat(first(document(2, "m2", new Story().written("s1", "m1", 1, 10))))
                .contains("products/p1 never had a version 2");
    }

    @Test
    void oneWritesContentUnderTwoVersionsIsAViolation() {
        Story story = new Story().committed("x", 1, 10).committed("y", 2, 20);
        assertThat(new DocumentsAreWhatWasWritten()
                        .judge(document(2, "m", document(1, "m", story)).history())
                        .first()
                        .orElseThrow()
                        .what())
                .isEqualTo("m was applied as two versions");
    }

    @Test
    void anInstanceThatStillShowsAnOldVersionWhenAllIsQuietIsAViolation() {
        Story story = new Story().written("s1", "m1", 1, 10).written("s1", "m2", 2, 20);
        assertThat(first(last(1, 50, last(2, 40, story))))
                .contains("eu-1 still showed version 1 as the answer for products/p1 when all was quiet; the last"
                        + " version is 2");
        assertThat(first(last(
                        2,
                        70,
                        last(1, 60, new Story().written("s1", "m1", 1, 10).written("s1", "m2", 2, 20)))))
                .isEmpty();
    }

    @Test
    void theFirstViolationIsTheOneThatShowedFirst() {
        Story story = new Story().written("s1", "m1", 1, 10).written("s1", "m2", 2, 20);
        document(7, "m7", story);
        story.read("s1", true, "us-1", ITEM, new Answer.Document(1, "m1", served(-1, 0)), 30);
        assertThat(first(story)).contains("session s1 had written version 2 of products/p1 and saw version 1 at us-1");
    }

    @Test
    void anEmptyHistoryBreaksNothingAndTestsNothing() {
        Verdict verdict = Verdict.of(new Story().history());
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.untested()).hasSize(Rule.ALL.size());
    }

    @Test
    void theTimelineTellsTheEvidenceAndTheFaultsOfThatTime() {
        Story story = new Story()
                .written("s1", "m1", 1, 10)
                .written("s1", "m2", 2, 20)
                .purged(7, new Scope.Resource(P1, 2), 25)
                .applied("eu-1", 7, 40)
                .filled(3, ITEM, 12, 45)
                .with(new Fact.Fault("the origin's answers are delayed", new Span(ms(5), ms(60))))
                .with(new Fact.Fault("long ago", new Span(ms(0), ms(1))))
                .read("r1", false, "eu-1", ITEM, new Answer.Document(1, "m1", served(120, 3)), 50);
        Verdict verdict = Verdict.of(story.history());
        assertThat(Timeline.of(verdict.first().orElseThrow(), story.history()))
                .containsExactly(
                        "    0.005 s  fault    the origin's answers are delayed [55.0 ms]",
                        "    0.012 s  origin   asked for /api/products/p1, answer #3 [33.0 ms]",
                        "    0.020 s  write    s1: PUT m2 to products/p1 at eu-1 → 202, write " + Story.id("m2")
                                + " [1.0 ms]",
                        "    0.022 s  commit   products/p1 version 2 by write " + Story.id("m2") + " at 3:2",
                        "    0.025 s  purge    in the log at offset 7: HARD products/p1 below version 2, for an"
                                + " operator",
                        "    0.040 s  receipt  eu-1 says applied up to offset 7",
                        "    0.050 s  read     r1: GET /api/products/p1 at eu-1 → version 1 (m1), HIT, bound 120 ms,"
                                + " from origin answer #3 [1.0 ms]");
    }

    private static Story document(long version, String mark, Story story) {
        return story.read("r1", false, "eu-1", ITEM, new Answer.Document(version, mark, served(-1, 0)), 60);
    }

    private static Story last(long version, long at, Story story) {
        return story.read(
                Rule.LAST_READER, false, "eu-1", ITEM, new Answer.Document(version, "m" + version, served(-1, 0)), at);
    }

    private static java.util.Optional<String> first(Story story) {
        return Verdict.of(story.history()).first().map(Violation::what);
    }
}

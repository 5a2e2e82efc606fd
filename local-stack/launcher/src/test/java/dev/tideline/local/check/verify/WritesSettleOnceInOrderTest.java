package dev.tideline.local.check.verify;

import static dev.tideline.local.check.verify.Story.P1;
import static dev.tideline.local.check.verify.Story.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.check.history.Acceptance;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.Span;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WritesSettleOnceInOrderTest {

    @Test
    void writesAppliedInTheirOrderAreFine() {
        Story story = new Story().written("s1", "m1", 1, 10).written("s2", "m2", 2, 20);
        assertThat(judge(story))
                .extracting(Judgement::judged, Judgement::broken)
                .containsExactly(2L, 0L);
    }

    @Test
    void anAcknowledgedWriteWithoutAnOutcomeIsAViolation() {
        assertBroken(new Story().accepted("s1", "m1", 10), "was acknowledged and has no outcome");
    }

    @Test
    void aWriteThatGotNoAnswerMayOrMayNotHaveAnOutcome() {
        Story story = new Story().with(unknown("m1", 10)).with(unknown("m2", 20));
        assertThat(judge(story.committed("m2", 1, 25).settled("m2", 1, 1, 25)).broken())
                .isZero();
    }

    @Test
    void aWriteThatWasTurnedDownHasAnOutcomeToo() {
        Story story =
                new Story().written("s1", "m1", 1, 10).accepted("s1", "m2", 20).settled("m2", 0, 2, 25);
        assertThat(judge(story).broken()).isZero();
    }

    @Test
    void aWriteAppliedTwiceIsAViolation() {
        assertBroken(new Story().written("s1", "m1", 1, 10).committed("m1", 2, 20), "was applied twice");
    }

    @Test
    void twoWritesUnderOneVersionAreAViolation() {
        Story story = new Story()
                .written("s1", "m1", 1, 10)
                .accepted("s1", "m2", 20)
                .committed("m2", 1, 22)
                .settled("m2", 1, 2, 22);
        assertBroken(story, "was made by two writes");
    }

    @Test
    void theSameChangeAnnouncedAgainIsFine() {
        assertThat(judge(new Story().written("s1", "m1", 1, 10).committed("m1", 1, 30))
                        .broken())
                .isZero();
    }

    @Test
    void aGapInTheVersionsIsAViolation() {
        assertBroken(
                new Story().written("s1", "m1", 1, 10).written("s1", "m3", 3, 20), "has version 3 without version 2");
    }

    @Test
    void aCommittedVersionThatWasNeverAnnouncedIsAViolation() {
        assertBroken(new Story().accepted("s1", "m1", 10).settled("m1", 1, 1, 12), "was committed and never announced");
    }

    @Test
    void aLaterWriteAppliedEarlierIsAViolation() {
        Story story = new Story()
                .accepted("s1", "a", 10)
                .accepted("s2", "b", 20)
                .committed("b", 1, 30)
                .settled("b", 1, 1, 30)
                .committed("a", 2, 30)
                .settled("a", 2, 2, 30);
        assertBroken(story, "was accepted after another and applied before it");
    }

    @Test
    void writesAtTheSameTimeMayTakeAnyOrder() {
        Story story = new Story()
                .accepted("s1", "a", 10)
                .accepted("s2", "b", 11)
                .committed("b", 1, 30)
                .settled("b", 1, 1, 30)
                .committed("a", 2, 30)
                .settled("a", 2, 2, 30);
        assertThat(judge(story).broken()).isZero();
    }

    private static Fact unknown(String mark, long at) {
        return new Fact.Write(
                "s1",
                "eu-1",
                P1,
                Optional.of(mark),
                new Span(Story.ms(at), Story.ms(at + 5)),
                new Acceptance.Unknown("timeout of " + id(mark)));
    }

    private static void assertBroken(Story story, String expected) {
        assertThat(judge(story).first().orElseThrow().what()).contains(expected);
    }

    private static Judgement judge(Story story) {
        return new WritesSettleOnceInOrder().judge(story.history());
    }
}

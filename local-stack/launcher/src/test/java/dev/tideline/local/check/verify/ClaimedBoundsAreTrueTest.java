package dev.tideline.local.check.verify;

import static dev.tideline.local.check.verify.Story.ITEM;
import static dev.tideline.local.check.verify.Story.LIST;
import static dev.tideline.local.check.verify.Story.served;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.WritePosition;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.Span;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimedBoundsAreTrueTest {

    @Test
    void aVersionMissedForLongerThanTheBoundIsAViolation() {
        assertThat(judge(seen(1, 500, 0, 1022)).broken()).isEqualTo(1);
    }

    @Test
    void aVersionMissedForLessIsWhatTheBoundSays() {
        assertThat(judge(seen(1, 990, 0, 1000)))
                .extracting(Judgement::judged, Judgement::broken)
                .containsExactly(1L, 0L);
    }

    @Test
    void theCurrentVersionKeepsAnyBound() {
        assertThat(judge(seen(2, 0, 0, 1000)).broken()).isZero();
    }

    @Test
    void anAnswerWithoutABoundClaimsNothing() {
        assertThat(judge(seen(1, -1, 0, 1000)).judged()).isZero();
    }

    @Test
    void twoReadingsOfTheClockMayDifferByTheAllowance() {
        assertThat(judge(seen(1, 500, 0, 522 + 4)).broken()).isZero();
        assertThat(judge(seen(1, 500, 0, 522 + 6)).broken()).isEqualTo(1);
    }

    /** The request began before the commit, but the origin's answer was held back and is old when it arrives. */
    @Test
    void aBoundIsJudgedFromWhenTheOriginsAnswerWasThere() {
        Story story = twoVersions()
                .filled(4, ITEM, 15, 900)
                .with(new Fact.Read(
                        "r1",
                        false,
                        "eu-1",
                        ITEM,
                        new Span(Story.ms(14), Story.ms(905)),
                        new Answer.Document(1, "m1", served(100, 4))));
        assertThat(judge(story).broken()).isEqualTo(1);
    }

    /** The clock is read in the transaction, and readers see the version only when it is through. */
    @Test
    void aVersionCountsAsCommittedOnceItWasAnnounced() {
        Story story = new Story()
                .written("s1", "m1", 1, 10)
                .with(new Fact.Committed(
                        Story.P1, 2, false, Story.id("m2"), new WritePosition(3, 2), Story.ms(20), Story.ms(90)));
        Answer claimed = new Answer.Document(1, "m1", served(30, 0));
        assertThat(judge(story.read("r1", false, "eu-1", ITEM, claimed, 120)).broken())
                .isZero();
        assertThat(judge(story.read("r1", false, "eu-1", ITEM, claimed, 130)).broken())
                .isEqualTo(1);
    }

    @Test
    void anAnswerThatALaggingReplicaGaveIsNotJudgedByItsBound() {
        Story story = twoVersions()
                .with(new Fact.Fill(4, ITEM.path(), new Span(Story.ms(800), Story.ms(900)), true))
                .read("r1", false, "eu-1", ITEM, new Answer.Document(1, "m1", served(100, 4)), 950);
        assertThat(judge(story).judged()).isZero();
    }

    @Test
    void a404ForWhatWasThereForLongerThanTheBoundIsAViolation() {
        assertThat(judge(twoVersions().read("r1", false, "eu-1", ITEM, new Answer.Absent(0, served(500, 0)), 1000))
                        .broken())
                .isEqualTo(1);
    }

    @Test
    void aListThatMissesAVersionForLongerThanTheBoundIsAViolation() {
        assertThat(judge(listing(Map.of("p1", 1L), twoVersions())).broken()).isEqualTo(1);
        assertThat(judge(listing(Map.of(), twoVersions())).broken()).isEqualTo(1);
        assertThat(judge(listing(Map.of("p1", 2L), twoVersions())).broken()).isZero();
        assertThat(judge(listing(Map.of(), twoVersions().deleted("m3", 3, 30))).broken())
                .isZero();
    }

    private static Story twoVersions() {
        return new Story().written("s1", "m1", 1, 10).written("s1", "m2", 2, 20);
    }

    private static Story seen(long version, long boundMs, long fill, long at) {
        return twoVersions()
                .read("r1", false, "eu-1", ITEM, new Answer.Document(version, "m", served(boundMs, fill)), at);
    }

    private static Story listing(Map<String, Long> versions, Story story) {
        return story.read("r1", false, "eu-1", LIST, new Answer.Listed(versions, served(500, 0)), 1000);
    }

    private static Judgement judge(Story story) {
        return new ClaimedBoundsAreTrue().judge(story.history());
    }
}

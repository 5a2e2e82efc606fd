package dev.tideline.local.check.verify;

import static dev.tideline.local.check.verify.Story.ITEM;
import static dev.tideline.local.check.verify.Story.LIST;
import static dev.tideline.local.check.verify.Story.P1;
import static dev.tideline.local.check.verify.Story.served;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.Scope;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.Span;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NothingOlderThanAnAppliedPurgeTest {

    private static final Scope VERSION_2 = new Scope.Resource(P1, 2);

    @Test
    void anOlderVersionAfterTheReceiptIsAViolation() {
        Judgement judgement = judge(twoVersions().applied("eu-1", 7, 40).read("eu-1", 1, 50));
        assertThat(judgement.broken()).isEqualTo(1);
        assertThat(judgement.first().orElseThrow().evidence())
                .hasExactlyElementsOfTypes(
                        Fact.Write.class,
                        Fact.Committed.class,
                        Fact.PurgeLogged.class,
                        Fact.Receipt.class,
                        Fact.Read.class);
    }

    @Test
    void theNamedVersionAndLaterOnesAreFine() {
        assertThat(judge(
                        twoVersions().applied("eu-1", 7, 40).read("eu-1", 2, 50).read("eu-1", 3, 60)))
                .extracting(Judgement::judged, Judgement::broken)
                .containsExactly(2L, 0L);
    }

    @Test
    void aReadThatBeganBeforeTheReceiptMayBeOld() {
        assertHolds(twoVersions().applied("eu-1", 7, 40).read("eu-1", 1, 40).read("eu-1", 1, 39));
    }

    @Test
    void anotherInstancesReceiptSaysNothing() {
        assertHolds(twoVersions().applied("eu-2", 7, 40).read("eu-1", 1, 50));
    }

    @Test
    void aReceiptForAnEarlierOffsetSaysNothing() {
        assertHolds(twoVersions().applied("eu-1", 6, 40).read("eu-1", 1, 50));
    }

    @Test
    void whatAnInstanceSaidBeforeItsRestartBindsItStill() {
        assertBroken(twoVersions().applied("eu-1", 7, 40).applied("eu-1", 2, 45).read("eu-1", 1, 50));
    }

    @Test
    void a404BeforeTheInsertWasPurgedIsAViolationAfterwards() {
        Story story = new Story()
                .written("s1", "m1", 1, 10)
                .purged(4, new Scope.Resource(P1, 1), 13)
                .applied("eu-1", 4, 20)
                .read("r1", false, "eu-1", ITEM, new Answer.Absent(0, served(-1, 0)), 30);
        assertBroken(story);
    }

    @Test
    void a404WithoutAVersionIsTakenAsTheNewestTombstone() {
        Story story = twoVersions()
                .deleted("m3", 3, 33)
                .applied("eu-1", 7, 40)
                .read("r1", false, "eu-1", ITEM, new Answer.Absent(0, served(-1, 0)), 50);
        assertHolds(story);
    }

    @Test
    void anAnswerTheOriginWasAskedForBeforeAnUnversionedPurgeIsAViolation() {
        assertBroken(listed(new Scope.Tag("products:list"), 20, 60));
        assertBroken(listed(new Scope.Prefix("/api"), 20, 60));
        assertBroken(listed(new Scope.Url("/api/products"), 20, 60));
        assertBroken(listed(new Scope.Everything(), 20, 60));
    }

    @Test
    void anAnswerTheOriginWasAskedForAfterwardsIsFine() {
        assertHolds(listed(new Scope.Everything(), 31, 60));
    }

    @Test
    void aPurgeOfSomethingElseDemandsNothing() {
        assertHolds(listed(new Scope.Tag("products/p1"), 20, 60));
        assertHolds(listed(new Scope.Prefix("/api/prod"), 20, 60));
        assertHolds(listed(new Scope.Url("/api/products/p1"), 20, 60));
        assertHolds(listed(new Scope.Resource(P1, 0), 20, 60));
    }

    @Test
    void aSoftPurgeDemandsNothing() {
        Story story = new Story()
                .filled(9, ITEM, 10, 12)
                .purged(4, new Scope.Everything(), PurgeIssued.Mode.SOFT, Set.of(), 30)
                .applied("eu-1", 4, 40)
                .read("r1", false, "eu-1", ITEM, new Answer.Document(1, "m1", served(-1, 9)), 50);
        assertHolds(story);
    }

    @Test
    void aPurgeForOtherRegionsDemandsNothingHere() {
        Story story = new Story()
                .filled(9, ITEM, 10, 12)
                .purged(4, new Scope.Everything(), PurgeIssued.Mode.HARD, Set.of("us"), 30)
                .applied("eu-1", 4, 40)
                .applied("us-1", 4, 40)
                .read("r1", false, "eu-1", ITEM, new Answer.Document(1, "m1", served(-1, 9)), 50);
        assertHolds(story);
        assertBroken(story.read("r1", false, "us-1", ITEM, new Answer.Document(1, "m1", served(-1, 9)), 50));
    }

    @Test
    void aLaggingReplicasAnswerIsAViolationForTheReaderThatCausedItToo() {
        Story story = twoVersions()
                .applied("eu-1", 7, 40)
                .with(new Fact.Fill(9, ITEM.path(), new Span(Story.ms(50), Story.ms(50)), true));
        assertBroken(story.read("r1", false, "eu-1", ITEM, old("MISS"), 50));
    }

    private static Answer old(String cacheStatus) {
        return new Answer.Document(1, "m1", new Answer.Served(cacheStatus, -1, 9));
    }

    @Test
    void refusalsAndLossesAreNotJudged() {
        Story story = twoVersions()
                .applied("eu-1", 7, 40)
                .read("r1", false, "eu-1", ITEM, new Answer.Refused(503, true), 50)
                .read("r1", false, "eu-1", ITEM, new Answer.Lost("timeout"), 60);
        assertThat(judge(story).judged()).isZero();
    }

    private static Story twoVersions() {
        return new Story().written("s1", "m1", 1, 10).written("s1", "m2", 2, 20).purged(7, VERSION_2, 25);
    }

    /** A list made from an answer that the origin was asked for at one moment, and a purge at 30, applied at 40. */
    private static Story listed(Scope scope, long filledAt, long readAt) {
        return new Story()
                .filled(9, LIST, filledAt, filledAt + 1)
                .purged(4, scope, 30)
                .applied("eu-1", 4, 40)
                .read("r1", false, "eu-1", LIST, new Answer.Listed(Map.of("p1", 1L), served(-1, 9)), readAt);
    }

    private static void assertHolds(Story story) {
        assertThat(judge(story).first()).isEmpty();
    }

    private static void assertBroken(Story story) {
        assertThat(judge(story).broken()).isEqualTo(1);
    }

    private static Judgement judge(Story story) {
        return new NothingOlderThanAnAppliedPurge().judge(story.history());
    }
}

package dev.tideline.local.check.verify;

import static dev.tideline.local.check.verify.Story.ITEM;
import static dev.tideline.local.check.verify.Story.LIST;
import static dev.tideline.local.check.verify.Story.served;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.check.history.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionRulesTest {

    @Test
    void aSessionThatGoesBackAtAnotherInstanceIsAViolation() {
        Judgement judgement = goBack(session("s1", "us-1", 1, session("s1", "eu-1", 2, twoVersions(), 40), 50));
        assertThat(judgement.broken()).isEqualTo(1);
        assertThat(judgement.first().orElseThrow().what())
                .isEqualTo("session s1 saw version 2 of products/p1 at eu-1 and then version 1 at us-1");
    }

    @Test
    void everyLaterReadBelowTheNewestCounts() {
        Story story = session("s1", "eu-1", 2, twoVersions(), 40);
        assertThat(goBack(session("s1", "eu-1", 1, session("s1", "eu-1", 1, story, 50), 60))
                        .broken())
                .isEqualTo(2);
    }

    @Test
    void anotherSessionMayBeBehind() {
        assertThat(goBack(session("s2", "us-1", 1, session("s1", "eu-1", 2, twoVersions(), 40), 50))
                        .broken())
                .isZero();
    }

    @Test
    void aReaderWithoutATicketMayGoBack() {
        assertThat(goBack(twoVersions().read("eu-1", 2, 40).read("us-1", 1, 50)).judged())
                .isZero();
    }

    @Test
    void aRefusalInBetweenForgetsNothing() {
        Story story = session("s1", "eu-1", 2, twoVersions(), 40)
                .read("s1", true, "us-1", ITEM, new Answer.Refused(503, true), 45);
        assertThat(goBack(session("s1", "us-1", 1, story, 50)).broken()).isEqualTo(1);
    }

    @Test
    void aListThatShowsAnOlderVersionGoesBackToo() {
        assertThat(goBack(listing(Map.of("p1", 1L), sawVersion2())).broken()).isEqualTo(1);
        assertThat(goBack(listing(Map.of("p1", 2L, "p2", 1L), sawVersion2())).broken())
                .isZero();
        assertThat(goBack(session("s1", "us-1", 1, listing(Map.of("p1", 2L), twoVersions()), 60))
                        .broken())
                .isEqualTo(1);
    }

    private static Story sawVersion2() {
        return session("s1", "eu-1", 2, twoVersions(), 30);
    }

    @Test
    void aSessionThatDoesNotSeeItsWriteIsAViolation() {
        Judgement judgement = seeWrites(session("s1", "us-1", 1, twoVersions(), 40));
        assertThat(judgement.first().orElseThrow().what())
                .isEqualTo("session s1 had written version 2 of products/p1 and saw version 1 at us-1");
    }

    @Test
    void a404InsteadOfTheOwnWriteIsAViolation() {
        Story story = twoVersions().read("s1", true, "us-1", ITEM, new Answer.Absent(0, served(-1, 0)), 40);
        assertThat(seeWrites(story).broken()).isEqualTo(1);
    }

    @Test
    void aReadBeforeTheWriteIsNotBoundByIt() {
        assertThat(seeWrites(session("s1", "us-1", 1, twoVersions(), 15)).broken())
                .isZero();
    }

    @Test
    void anothersLaterVersionIsFineToo() {
        Story story = twoVersions().written("s2", "m3", 3, 30);
        assertThat(seeWrites(session("s1", "us-1", 3, story, 40)).broken()).isZero();
    }

    @Test
    void aRefusalInsteadOfOlderDataIsFine() {
        Story story = twoVersions().read("s1", true, "us-1", ITEM, new Answer.Refused(503, true), 40);
        assertThat(seeWrites(story))
                .extracting(Judgement::judged, Judgement::broken)
                .containsExactly(0L, 0L);
    }

    @Test
    void aListWithAnOlderVersionOfTheOwnWriteIsAViolation() {
        assertThat(seeWrites(listing(Map.of("p1", 1L), twoVersions())).broken()).isEqualTo(1);
        assertThat(seeWrites(listing(Map.of(), twoVersions())).broken()).isEqualTo(1);
        assertThat(seeWrites(listing(Map.of("p1", 2L), twoVersions())).broken()).isZero();
    }

    @Test
    void aListWithoutWhatSomebodyDeletedSinceIsFine() {
        assertThat(seeWrites(listing(Map.of(), twoVersions().deleted("m3", 3, 35)))
                        .broken())
                .isZero();
    }

    private static Story twoVersions() {
        return new Story().written("s1", "m1", 1, 10).written("s1", "m2", 2, 20);
    }

    private static Story session(String worker, String instance, long version, Story story, long at) {
        return story.read(worker, true, instance, ITEM, new Answer.Document(version, "m" + version, served(-1, 0)), at);
    }

    private static Story listing(Map<String, Long> versions, Story story) {
        return story.read("s1", true, "us-1", LIST, new Answer.Listed(versions, served(-1, 0)), 40);
    }

    private static Judgement goBack(Story story) {
        return new SessionsNeverGoBack().judge(story.history());
    }

    private static Judgement seeWrites(Story story) {
        return new SessionsSeeTheirWrites().judge(story.history());
    }
}

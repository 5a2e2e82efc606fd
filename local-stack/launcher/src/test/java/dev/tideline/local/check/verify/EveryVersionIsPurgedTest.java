package dev.tideline.local.check.verify;

import static dev.tideline.local.check.verify.Story.P1;
import static dev.tideline.local.check.verify.Story.ms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeIssued.Cause;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.local.check.history.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EveryVersionIsPurgedTest {

    @Test
    void aPurgeThatNamesTheResourceAtTheVersionOrAboveIsThePurge() {
        assertThat(broken(purged(story(), 25, Cause.CHANGE, new Scope.Resource(P1, 2))))
                .isZero();
        assertThat(broken(purged(story(), 25, Cause.CHANGE, new Scope.Resource(P1, 1))))
                .isOne();
        assertThat(broken(story())).isEqualTo(2);
    }

    @Test
    void anothersPurgeAndAnOperatorsDoNotCount() {
        Scope other = new Scope.Resource(new ResourceKey("products", "p2"), 9);
        assertThat(broken(purged(story(), 25, Cause.CHANGE, other))).isEqualTo(2);
        assertThat(broken(purged(story(), 25, Cause.OPERATOR, new Scope.Resource(P1, 2))))
                .isEqualTo(2);
    }

    @Test
    void aWiderPurgeCountsForWhatCameBeforeIt() {
        assertThat(broken(purged(story(), 15, Cause.CHANGE, new Scope.Tag("products"))))
                .isOne();
        assertThat(broken(purged(story(), 30, Cause.CHANGE, new Scope.Tag("products"))))
                .isZero();
        assertThat(broken(purged(story(), 30, Cause.CHANGE, new Scope.Tag("products:list"))))
                .isEqualTo(2);
    }

    /** Version 1 is committed after 10 ms, version 2 after 22 ms. */
    private static Story story() {
        return new Story().committed("m1", 1, 10).committed("m2", 2, 22);
    }

    private static Story purged(Story story, long at, Cause cause, Scope scope) {
        PurgeIssued purge = new PurgeIssued(
                UUID.randomUUID(), List.of(scope), PurgeIssued.Mode.HARD, Set.of(), cause, Instant.EPOCH, null);
        return story.with(new Fact.PurgeLogged(at, purge, ms(at)));
    }

    private static long broken(Story story) {
        return new EveryVersionIsPurged().judge(story.history()).broken();
    }
}

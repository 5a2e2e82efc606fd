package dev.tideline.local.check.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.check.plan.FaultPlan.Outage;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static final Cast CAST = Cast.small(Map.of("eu-1", "eu", "eu-2", "eu", "us-1", "us"));

    @Property
    void theSameSeedBreaksTheSameThingsAtTheSameTimes(@ForAll long seed, @ForAll @IntRange(max = 120) int seconds) {
        assertThat(plan(seed, seconds)).isEqualTo(plan(seed, seconds));
    }

    @Property
    void everyFaultIsOverWhenTheRunEnds(@ForAll long seed, @ForAll @IntRange(max = 120) int seconds) {
        assertThat(plan(seed, seconds).outages())
                .allSatisfy(outage -> assertThat(outage.until()).isLessThanOrEqualTo(Duration.ofSeconds(seconds)));
    }

    @Property
    void faultsOfOnePlaceFollowEachOther(@ForAll long seed) {
        assertFollowing(ofKind(plan(seed, 60), Disturbance.OfOrigin.class));
        assertFollowing(ofKind(plan(seed, 60), Disturbance.OfPart.class));
    }

    @Property
    void aMinuteSeesEveryKind(@ForAll long seed) {
        assertThat(plan(seed, 60).outages().stream()
                        .map(outage -> outage.what().getClass().getSimpleName())
                        .collect(Collectors.toSet()))
                .hasSize(7);
    }

    @Test
    void differentSeedsGiveDifferentPlans() {
        assertThat(plan(1, 60)).isNotEqualTo(plan(2, 60));
    }

    @Test
    void workersOfOneSeedDoDifferentThingsAndTheSameOnesAgain() {
        assertThat(steps(1, "s1", Steps.Role.SESSION)).isEqualTo(steps(1, "s1", Steps.Role.SESSION));
        assertThat(steps(1, "s1", Steps.Role.SESSION)).isNotEqualTo(steps(1, "s2", Steps.Role.SESSION));
        assertThat(steps(1, "s1", Steps.Role.SESSION)).isNotEqualTo(steps(2, "s1", Steps.Role.SESSION));
    }

    @Test
    void sessionsWriteDeleteAndReadAndReadersOnlyRead() {
        assertThat(kinds(steps(7, "s1", Steps.Role.SESSION))).containsExactlyInAnyOrder("Put", "Delete", "Read");
        assertThat(kinds(steps(7, "r1", Steps.Role.READER))).containsExactly("Read");
        assertThat(kinds(steps(7, "p1", Steps.Role.PURGER))).containsExactly("Purge");
    }

    private static Collection<String> kinds(List<Step> steps) {
        return steps.stream().map(step -> step.getClass().getSimpleName()).collect(Collectors.toSet());
    }

    private static List<Step> steps(long seed, String worker, Steps.Role role) {
        Steps steps = new Steps(seed, worker, role, CAST);
        return Stream.generate(steps::next).limit(300).toList();
    }

    private static FaultPlan plan(long seed, int seconds) {
        return FaultPlan.of(seed, Duration.ofSeconds(seconds), CAST);
    }

    private static List<Outage> ofKind(FaultPlan plan, Class<? extends Disturbance> kind) {
        return plan.outages().stream()
                .filter(outage -> kind.isInstance(outage.what()))
                .toList();
    }

    private static void assertFollowing(List<Outage> outages) {
        for (int i = 1; i < outages.size(); i++) {
            assertThat(outages.get(i).from()).isGreaterThan(outages.get(i - 1).until());
        }
    }
}

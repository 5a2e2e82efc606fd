package dev.tideline.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.chaos.Outcome.Measured;
import dev.tideline.local.chaos.Outcome.Times;
import dev.tideline.local.chaos.Outcome.Writes;
import dev.tideline.local.chaos.Seen.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static final Times TIMES = new Times(second(10), second(20), second(25), second(40));
    private static final Writes ALL_APPLIED = new Writes(1, 0, second(30));
    private static final Measured NOTHING = new Measured(0, 0, 0, 8, 500);

    private static long second(int second) {
        return TimeUnit.SECONDS.toNanos(second);
    }

    private static Seen seen(int second, Kind kind) {
        return new Seen(second(second), 3, kind);
    }

    private static Outcome of(Scenario scenario, Seen... seen) {
        List<Seen> all = new ArrayList<>(List.of(seen(1, Kind.HIT), seen(1, Kind.ACCEPTED)));
        all.addAll(List.of(seen));
        return new Outcome(scenario, all, TIMES, ALL_APPLIED, NOTHING);
    }

    @Test
    void aFailedReadBreaksThePromiseAndAStaleOneDoesNot() {
        assertThat(of(Scenario.ORIGIN_KILLED, seen(12, Kind.STALE)).broken()).isEmpty();
        assertThat(of(Scenario.ORIGIN_KILLED, seen(12, Kind.FAILED)).broken())
                .containsExactly("1 reads of cached data failed");
    }

    @Test
    void whatWasPurgedMayFailUntilItCouldBeFetchedAgain() {
        assertThat(of(Scenario.REFILL_STORM, seen(12, Kind.FAILED)).broken()).isEmpty();
        assertThat(of(Scenario.REFILL_STORM, seen(9, Kind.FAILED)).broken()).hasSize(1);
        assertThat(of(Scenario.REFILL_STORM, seen(41, Kind.FAILED)).broken()).hasSize(1);
    }

    @Test
    void onlyAKilledGatewayMayFailToAnswer() {
        assertThat(of(Scenario.GATEWAY_KILLED, seen(12, Kind.MOVED)).broken()).isEmpty();
        assertThat(of(Scenario.ROLLING_RESTART, seen(12, Kind.MOVED)).broken()).hasSize(1);
    }

    @Test
    void anUpgradeRefusesNoWrite() {
        assertThat(of(Scenario.WRITE_FLOOD, seen(12, Kind.REFUSED)).broken()).isEmpty();
        assertThat(of(Scenario.ROLLING_RESTART, seen(12, Kind.REFUSED)).broken())
                .containsExactly("1 writes failed");
    }

    @Test
    void aLostWriteBreaksThePromise() {
        Outcome outcome = of(Scenario.PROCESSOR_KILLED);
        Outcome lost = new Outcome(outcome.scenario(), outcome.seen(), TIMES, new Writes(10, 2, second(30)), NOTHING);
        assertThat(lost.broken()).containsExactly("2 accepted writes are lost");
    }

    @Test
    void aRunThatShowsNothingDoesNotPass() {
        assertThat(of(Scenario.REDIS_CORRUPT).broken()).hasSize(1);
        assertThat(of(Scenario.WRITE_FLOOD).broken()).hasSize(1);
        assertThat(new Outcome(Scenario.ORIGIN_KILLED, List.of(), TIMES, ALL_APPLIED, NOTHING).broken())
                .hasSize(1);
    }

    @Test
    void recoveryIsCountedFromTheMendingUntilAllIsAsBefore() {
        assertThat(of(Scenario.ORIGIN_KILLED).recoveryMillis()).isEqualTo(20_000);
    }

    @Test
    void aSecondIsUsualWithAFewStaleAnswersAndNotWithMany() {
        List<Seen> few = new ArrayList<>(List.of(seen(1, Kind.STALE)));
        few.addAll(Collections.nCopies(9, seen(1, Kind.HIT)));
        assertThat(Second.of(few, 0, second(9)).isUsual()).isTrue();
        assertThat(Second.of(Collections.nCopies(9, seen(1, Kind.STALE)), 0, second(9))
                        .isUsual())
                .isFalse();
        assertThat(Second.of(List.of(), 0, second(9)).isUsual())
                .as("nobody saw anything")
                .isFalse();
        few.add(seen(1, Kind.REFUSED));
        assertThat(Second.of(few, 0, second(9)).isUsual()).isFalse();
    }

    @Test
    void aSecondIsToldInOneLine() {
        List<Seen> all = List.of(
                new Seen(second(2), 3, Kind.HIT),
                new Seen(second(2), 40, Kind.STALE),
                new Seen(second(2), 7, Kind.ACCEPTED),
                new Seen(second(3), 900, Kind.FAILED));
        assertThat(Second.of(all, second(2), second(3)))
                .hasToString("reads: 1 hit, 1 stale (slowest 40 ms)   writes: 1 accepted (slowest 7 ms)");
    }
}

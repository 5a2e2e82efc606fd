package dev.tideline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.http.OriginGate.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class OriginGateTest {

    private static RefillSettings settings(int least, int most, int waiting, Duration patience) {
        return new RefillSettings(least, most, Duration.ofSeconds(1), waiting, patience, Duration.ofSeconds(2));
    }

    private static OriginGate gate(int limit, int waiting) {
        return new OriginGate(settings(limit, limit, waiting, Duration.ofSeconds(20)));
    }

    private static Turn now(OriginGate gate) {
        return gate.turn(0).block(Duration.ofSeconds(5));
    }

    @Test
    void noMoreGoThanTheLimitAndTheNextGoesWhenOneIsBack() {
        OriginGate gate = gate(2, 10);
        Turn first = now(gate);
        now(gate);
        List<Turn> later = new ArrayList<>();
        gate.turn(0).subscribe(later::add);

        assertThat(later).isEmpty();
        assertThat(gate.waiting()).isEqualTo(1);
        first.answered();
        first.answered();

        assertThat(later).hasSize(1);
        assertThat(gate.underWay()).isEqualTo(2);
    }

    @Test
    void hotKeysGoFirstAndEqualOnesInTheirOrder() {
        OriginGate gate = gate(1, 10);
        Turn turn = now(gate);
        List<String> order = new ArrayList<>();
        List<Turn> turns = new ArrayList<>();
        gate.turn(1).subscribe(one -> {
            order.add("cool");
            turns.add(one);
        });
        gate.turn(1).subscribe(one -> {
            order.add("cool too");
            turns.add(one);
        });
        gate.turn(900).subscribe(one -> {
            order.add("hot");
            turns.add(one);
        });
        turn.answered();
        turns.getFirst().answered();
        turns.get(1).answered();

        assertThat(order).containsExactly("hot", "cool", "cool too");
    }

    @Test
    void whoeverIsOneTooManyOrWaitsTooLongIsTurnedAway() {
        OriginGate full = gate(1, 0);
        now(full);
        assertThat(full.turn(0).materialize().block().getThrowable()).isInstanceOf(OriginGate.Full.class);

        OriginGate slow = new OriginGate(settings(1, 1, 5, Duration.ofMillis(50)));
        now(slow);
        assertThat(slow.turn(0).materialize().block(Duration.ofSeconds(10)).getThrowable())
                .isInstanceOf(OriginGate.Full.class);
        assertThat(slow.waiting()).isZero();
    }

    @Test
    void whoeverGoesAwayLeavesItsPlace() {
        OriginGate gate = gate(1, 5);
        Turn turn = now(gate);
        Disposable gone = gate.turn(0).subscribe();
        gone.dispose();
        turn.unused();

        assertThat(gate.waiting()).isZero();
        assertThat(gate.underWay()).isZero();
    }

    @Test
    void failuresNarrowTheGateToItsLeastAndGoodAnswersWidenItAgain() {
        AdaptiveLimit limit = new AdaptiveLimit(4, 100);
        int start = limit.limit();
        limit.bad(0);
        limit.bad(1);
        assertThat(limit.limit()).as("two at once are one sign").isEqualTo((int) (start * 0.7));
        for (int i = 1; i < 50; i++) {
            limit.bad(TimeUnit.SECONDS.toNanos(i));
        }
        assertThat(limit.limit()).isEqualTo(4);

        limit.good(1);
        assertThat(limit.limit()).as("nobody reached it").isEqualTo(4);
        for (int i = 0; i < 10_000; i++) {
            limit.good(limit.limit());
        }
        assertThat(limit.limit()).isEqualTo(100);
    }
}

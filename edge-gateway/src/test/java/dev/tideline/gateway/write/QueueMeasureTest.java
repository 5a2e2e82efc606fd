package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** How long the queue is, how old, and when it takes no more. */
class QueueMeasureTest {

    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final WriteSettings.Queue LIMITS = new WriteSettings.Queue(
            100, 50, Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(10));

    private final LagHistory history = new LagHistory(Duration.ofSeconds(60), 60);

    @Test
    void aQueueThatIsReadToItsEndHasNoAge() {
        history.add(START, Map.of(0, 10L, 1, 5L));
        assertThat(history.lag(Map.of(0, 10L, 1, 5L), Map.of(0, 10L, 1, 5L), at(5)))
                .isEqualTo(new QueueLag(0, Duration.ZERO));
    }

    @Test
    void recordsAddUpAndTheOldestGivesTheAge() {
        history.add(START, Map.of(0, 10L, 1, 5L));
        history.add(at(10), Map.of(0, 20L, 1, 5L));
        history.add(at(20), Map.of(0, 30L, 1, 9L));

        // Partition 0 wants record 15, which was there at 12:00:10; partition 1 wants record 5, there at 12:00:20.
        assertThat(history.lag(Map.of(0, 15L, 1, 5L), Map.of(0, 30L, 1, 9L), at(21)))
                .isEqualTo(new QueueLag(19, Duration.ofSeconds(11)));
        assertThat(history.lag(Map.of(0, 20L, 1, 5L), Map.of(0, 30L, 1, 9L), at(21)))
                .isEqualTo(new QueueLag(14, Duration.ofSeconds(1)));
    }

    @Test
    void whatIsOlderThanTheHistoryIsAtLeastThatOld() {
        history.add(START, Map.of(0, 10L));
        assertThat(history.lag(Map.of(0, 3L), Map.of(0, 10L), at(7)).age()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aPartitionNobodyHasReadCountsFromItsBeginning() {
        history.add(START, Map.of(0, 0L));
        assertThat(history.lag(Map.of(), Map.of(0, 10L), at(7)).records()).isEqualTo(10);
    }

    @Test
    void anAgeBeyondTheReachIsStillToldAsBeyond() {
        for (int second = 0; second <= 1000; second++) {
            history.add(at(second), Map.of(0, (long) second));
        }
        assertThat(history.lag(Map.of(0, 1L), Map.of(0, 1000L), at(1000)).age())
                .isGreaterThanOrEqualTo(Duration.ofSeconds(60));
        assertThat(history.lag(Map.of(0, 990L), Map.of(0, 1000L), at(1000)).age())
                .isEqualTo(Duration.ofSeconds(9));
    }

    /** Told by the first sample that has the record. */
    @Property
    void theAgeIsThatOfTheFirstSampleWithTheRecord(
            @ForAll @Size(min = 1, max = 50) List<@IntRange(max = 5) Integer> appended,
            @ForAll @IntRange(max = 49) int read) {
        LagHistory measured = new LagHistory(Duration.ofSeconds(100), 100);
        measured.add(START, Map.of(0, 0L));
        long end = 0;
        long wanted = 0;
        int wantedSince = -1;
        for (int second = 1; second <= appended.size(); second++) {
            end += appended.get(second - 1);
            if (second <= read) {
                wanted = end;
            } else if (wantedSince < 0 && end > wanted) {
                wantedSince = second;
            }
            measured.add(at(second), Map.of(0, end));
        }
        QueueLag lag = measured.lag(Map.of(0, wanted), Map.of(0, end), at(appended.size()));
        if (wantedSince < 0) {
            assertThat(lag).isEqualTo(new QueueLag(0, Duration.ZERO));
        } else {
            assertThat(lag.age().toSeconds()).isEqualTo(appended.size() - wantedSince);
        }
    }

    @Test
    void theGateClosesAboveALimitAndOpensBelowALowerOne() {
        QueueGate gate = new QueueGate.Unseen();
        gate = gate.next(lag(100, 0), LIMITS);
        assertThat(gate).isInstanceOf(QueueGate.Open.class);
        gate = gate.next(lag(101, 0), LIMITS);
        assertThat(gate).isInstanceOf(QueueGate.Closed.class);
        gate = gate.next(lag(60, 0), LIMITS);
        assertThat(gate).isInstanceOf(QueueGate.Closed.class);
        gate = gate.next(lag(49, 0), LIMITS);
        assertThat(gate).isInstanceOf(QueueGate.Open.class);
        gate = gate.next(lag(60, 0), LIMITS);
        assertThat(gate).isInstanceOf(QueueGate.Open.class);
    }

    @Test
    void theGateClosesForAgeToo() {
        QueueGate gate = new QueueGate.Open().next(lag(1, 60), LIMITS);
        assertThat(gate).isInstanceOf(QueueGate.Closed.class);
        assertThat(gate.next(lag(1, 31), LIMITS)).isInstanceOf(QueueGate.Closed.class);
        assertThat(gate.next(lag(1, 29), LIMITS)).isInstanceOf(QueueGate.Open.class);
    }

    private static QueueLag lag(long records, long seconds) {
        return new QueueLag(records, Duration.ofSeconds(seconds));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}

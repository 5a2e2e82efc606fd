package dev.tideline.gateway.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.Heartbeat;
import dev.tideline.events.Heartbeat.Watermark;
import dev.tideline.events.SessionTicket;
import dev.tideline.events.WritePosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionGateTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final PurgeLog log = new PurgeLog("eu", 10);
    private final SessionGate gate = new SessionGate(log, 2);
    private long offset;

    @BeforeEach
    void open() {
        log.open("purges", 0);
        log.apply(offset++, new Heartbeat(Instant.EPOCH, "writes", 12, Map.of()));
    }

    @Test
    void aTicketIsReachedWhenEachOfItsWritesIs() {
        SessionTicket ticket = ticket(1, 10).with(new WritePosition(2, 20));
        heard(1, 11);
        assertThat(gate.hasReached(ticket)).isFalse();

        heard(2, 20);
        assertThat(gate.hasReached(ticket)).isFalse();

        heard(2, 21);
        assertThat(gate.hasReached(ticket)).isTrue();
    }

    @Test
    void whoHasReachedItDoesNotWait() {
        heard(1, 11);

        assertThat(gate.await(ticket(1, 10), LONG)).isCompletedWithValue(true);
        assertThat(gate.waiting()).isZero();
    }

    @Test
    void theHeartbeatThatCoversTheWriteLetsTheWaiterThrough() throws Exception {
        CompletableFuture<Boolean> waiting = gate.await(ticket(1, 10), LONG);
        heard(1, 10);
        assertThat(waiting).isNotDone();

        heard(1, 11);

        assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(gate.waiting()).isZero();
    }

    @Test
    void whoWaitsTooLongIsToldSoAndLeaves() throws Exception {
        CompletableFuture<Boolean> waiting = gate.await(ticket(1, 10), Duration.ofMillis(1));

        assertThat(waiting.get(60, TimeUnit.SECONDS)).isFalse();
        assertThat(gate.waiting()).isZero();
    }

    @Test
    void aFullRoomSendsTheNextOneAwayAtOnce() throws Exception {
        CompletableFuture<Boolean> first = gate.await(ticket(1, 10), LONG);
        CompletableFuture<Boolean> second = gate.await(ticket(1, 10), LONG);

        assertThat(gate.await(ticket(1, 10), LONG)).isCompletedWithValue(false);
        heard(1, 11);
        assertThat(first.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aTicketOfAnotherLogIsNeverReachedAndNobodyWaitsForIt() {
        heard(1, 1_000);
        SessionTicket foreign = SessionTicket.of("another", new WritePosition(1, 10));

        assertThat(gate.hasReached(foreign)).isFalse();
        assertThat(gate.await(foreign, LONG)).isCompletedWithValue(false);
    }

    @Test
    void whatAReaderDoesNextDoesNotHoldUpTheFollower() throws Exception {
        CompletableFuture<Thread> next = gate.await(ticket(1, 10), LONG).thenApply(reached -> Thread.currentThread());

        heard(1, 11);

        assertThat(next.get(60, TimeUnit.SECONDS)).isNotEqualTo(Thread.currentThread());
    }

    @Test
    void aMadeUpPositionWaitsForItsLimitOnly() throws Exception {
        CompletableFuture<Boolean> waiting =
                gate.await(ticket(999_999, 999_999_999_999_999_999L), Duration.ofMillis(1));

        assertThat(waiting.get(60, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void whoWaitsForATopicThatIsRecreatedWaitsForItsLimitOnly() throws Exception {
        CompletableFuture<Boolean> waiting = gate.await(ticket(1, 10), Duration.ofMillis(50));
        log.apply(
                offset++,
                new Heartbeat(Instant.EPOCH, "writes-again", 12, Map.of(1, new Watermark(11, Instant.EPOCH))));
        gate.advanced();

        assertThat(waiting.get(60, TimeUnit.SECONDS)).isFalse();
        assertThat(gate.isOurs(ticket(1, 10))).isFalse();
    }

    private static SessionTicket ticket(int partition, long offset) {
        return SessionTicket.of("writes", new WritePosition(partition, offset));
    }

    private void heard(int partition, long next) {
        log.apply(
                offset++,
                new Heartbeat(Instant.EPOCH, "writes", 12, Map.of(partition, new Watermark(next, Instant.EPOCH))));
        gate.advanced();
    }
}

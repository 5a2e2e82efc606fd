package dev.tideline.gateway.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.Heartbeat;
import dev.tideline.events.Heartbeat.Watermark;
import dev.tideline.events.SessionTicket;
import dev.tideline.events.WritePosition;
import dev.tideline.placement.CacheRule;
import dev.tideline.placement.CacheRule.PastLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoverageTest {

    private static final Instant T = Instant.ofEpochSecond(1_000);

    @Test
    void nothingIsKnownUntilEveryPartitionWasHeardOf() {
        Coverage half = Coverage.NONE.with(beat(Map.of(0, mark(5, T))));
        assertThat(half.currentAsOf()).isEmpty();

        Coverage whole = half.with(beat(Map.of(1, mark(7, T.plusSeconds(3)))));
        assertThat(whole.currentAsOf()).contains(T);
    }

    @Test
    void whatIsKnownIsAsOldAsTheOldestPartition() {
        Coverage coverage = Coverage.NONE
                .with(beat(Map.of(0, mark(5, T), 1, mark(5, T))))
                .with(beat(Map.of(0, mark(6, T.plusSeconds(60)))));

        assertThat(coverage.currentAsOf()).contains(T);
    }

    @Test
    void anInstanceThatLostAPartitionAndRepeatsItselfTakesNothingBack() {
        Coverage coverage = Coverage.NONE
                .with(beat(Map.of(0, mark(9, T.plusSeconds(9)), 1, mark(9, T.plusSeconds(9)))))
                .with(beat(Map.of(0, mark(5, T))));

        assertThat(coverage.currentAsOf()).contains(T.plusSeconds(9));
    }

    @Test
    void asATicketItAsksForTheLastWriteOfEachPartition() {
        assertThat(Coverage.NONE.ticket()).isEmpty();

        Coverage coverage = Coverage.NONE.with(beat(Map.of(0, mark(0, T), 1, mark(5, T))));
        SessionTicket ticket = coverage.ticket().orElseThrow();
        assertThat(ticket.positions()).containsExactly(Map.entry(1, 4L));
        assertThat(coverage.includes(ticket)).isTrue();
    }

    @Test
    void ofARecreatedTopicNothingIsKnownThatWasSaidOfTheOneBefore() {
        Coverage before = Coverage.NONE.with(beat(Map.of(0, mark(900, T), 1, mark(900, T))));
        Coverage after = before.with(new Heartbeat(T, "writes-again", 2, Map.of(0, mark(3, T))));

        assertThat(after.includes(SessionTicket.of("writes-again", new WritePosition(0, 2))))
                .isTrue();
        assertThat(after.includes(SessionTicket.of("writes-again", new WritePosition(0, 3))))
                .isFalse();
        assertThat(after.includes(SessionTicket.of("writes-again", new WritePosition(1, 0))))
                .isFalse();
        assertThat(after.includes(SessionTicket.of("writes", new WritePosition(0, 2))))
                .isFalse();
        assertThat(after.currentAsOf()).isEmpty();
    }

    @Test
    void theBoundIsTheAgeOfWhatTheLogCovers() {
        Duration bound = Staleness.bound(T.plusMillis(700), T.minusSeconds(50), Optional.of(T));

        assertThat(bound).isEqualTo(Duration.ofMillis(700));
    }

    @Test
    void anEntryFetchedSinceIsAsCurrentAsItsFetch() {
        Duration bound = Staleness.bound(T.plusMillis(700), T.plusMillis(600), Optional.of(T));

        assertThat(bound).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void inSilenceTheBoundGrows() {
        assertThat(Staleness.bound(T.plusSeconds(60), T.minusSeconds(5), Optional.of(T)))
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void withoutALogTheBoundIsTheAgeOfTheEntry() {
        assertThat(Staleness.bound(T.plusSeconds(60), T, Optional.empty())).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void aClockThatIsAheadMakesNoNegativeBound() {
        assertThat(Staleness.bound(T, T, Optional.of(T.plusSeconds(9)))).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "5000, REVALIDATE, SERVE",
        "5001, REVALIDATE, REVALIDATE",
        "5001, WARN, WARN",
        "5001, FAIL, FAIL",
    })
    void pastTheLimitThePlacementDecides(long boundMs, PastLimit rule, Staleness.Decision expected) {
        CacheRule cache = new CacheRule(
                Duration.ofDays(1), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5), rule);

        assertThat(Staleness.decide(Duration.ofMillis(boundMs), cache)).isEqualTo(expected);
    }

    private static Watermark mark(long next, Instant asOf) {
        return new Watermark(next, asOf);
    }

    private static Heartbeat beat(Map<Integer, Watermark> watermarks) {
        return new Heartbeat(T, "writes", 2, watermarks);
    }
}

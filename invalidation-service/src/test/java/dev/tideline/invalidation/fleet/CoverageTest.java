package dev.tideline.invalidation.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.Heartbeat;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoverageTest {

    private final Coverage coverage = new Coverage();

    private void beat(long offset, String writes, Map<Integer, Long> seconds) {
        Map<Integer, Heartbeat.Watermark> marks = new HashMap<>();
        seconds.forEach(
                (partition, second) -> marks.put(partition, new Heartbeat.Watermark(0, Instant.ofEpochSecond(second))));
        coverage.read(new Heartbeat(Instant.EPOCH, writes, 2, marks), offset);
    }

    @Test
    void aPlaceCoversWhatTheSlowestPartitionSays() {
        beat(7, "w", Map.of(0, 100L, 1, 90L));
        beat(9, "w", Map.of(0, 110L, 1, 120L));

        assertThat(coverage.at(6)).isEmpty();
        assertThat(coverage.at(8)).contains(Instant.ofEpochSecond(90));
        assertThat(coverage.at(1_000)).contains(Instant.ofEpochSecond(110));
    }

    @Test
    void sendersThatShareThePartitionsAreHeardTogether() {
        beat(1, "w", Map.of(0, 100L));
        assertThat(coverage.at(1)).isEmpty();

        beat(2, "w", Map.of(1, 95L));
        assertThat(coverage.at(2)).contains(Instant.ofEpochSecond(95));
    }

    @Test
    void ofAnotherTopicOfWritesNothingIsKnownUntilItsPartitionsHaveSpoken() {
        beat(1, "w", Map.of(0, 100L, 1, 100L));
        beat(2, "other", Map.of(0, 200L));

        assertThat(coverage.at(2)).contains(Instant.ofEpochSecond(100));
        beat(3, "other", Map.of(1, 201L));
        assertThat(coverage.at(3)).contains(Instant.ofEpochSecond(200));
        coverage.forget();
        assertThat(coverage.at(3)).isEmpty();
    }
}

package dev.tideline.invalidation.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.AppliedThrough;
import dev.tideline.events.Heartbeat;
import dev.tideline.events.Heartbeat.Watermark;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatermarksTest {

    private static final Instant T = Instant.ofEpochSecond(1_000);

    private final Watermarks watermarks = new Watermarks();

    @Test
    void nothingIsSaidWhileThereIsNothingToVouchFor() {
        assertThat(watermarks.heartbeat(T, 4)).isEmpty();
    }

    @Test
    void aStatementThatCoversMoreIsNewsAndOneThatOnlyTellsTheTimeIsNot() {
        assertThat(watermarks.covered(new AppliedThrough(1, "writes", 5, T))).isTrue();
        assertThat(watermarks.covered(new AppliedThrough(1, "writes", 5, T.plusSeconds(1))))
                .isFalse();
        assertThat(watermarks.covered(new AppliedThrough(1, "writes", 6, T.plusSeconds(2))))
                .isTrue();

        assertThat(watermarks.heartbeat(T, 4))
                .contains(new Heartbeat(T, "writes", 4, Map.of(1, new Watermark(6, T.plusSeconds(2)))));
    }

    @Test
    void aRepeatedStatementTakesNothingBack() {
        watermarks.covered(new AppliedThrough(1, "writes", 6, T.plusSeconds(2)));
        watermarks.covered(new AppliedThrough(1, "writes", 5, T));

        assertThat(watermarks.heartbeat(T, 4).orElseThrow().watermarks())
                .containsExactly(Map.entry(1, new Watermark(6, T.plusSeconds(2))));
    }

    @Test
    void aPartitionThatWentToAnotherInstanceIsNotSpokenFor() {
        watermarks.covered(new AppliedThrough(1, "writes", 6, T));
        watermarks.covered(new AppliedThrough(2, "writes", 7, T));

        watermarks.forget(List.of(1));

        assertThat(watermarks.heartbeat(T, 4).orElseThrow().watermarks()).containsOnlyKeys(2);
    }

    @Test
    void ofARecreatedTopicNothingIsKnownThatWasSaidOfTheOneBefore() {
        watermarks.covered(new AppliedThrough(1, "writes", 600, T));
        watermarks.covered(new AppliedThrough(2, "writes", 700, T));

        assertThat(watermarks.covered(new AppliedThrough(1, "writes-again", 3, T)))
                .isTrue();
        assertThat(watermarks.heartbeat(T, 4))
                .contains(new Heartbeat(T, "writes-again", 4, Map.of(1, new Watermark(3, T))));
    }
}

package dev.tideline.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ZipfTest {

    private static final int DRAWS = 200_000;

    private static int[] drawn(Zipf zipf, int ranks) {
        Random random = new Random(7);
        int[] counts = new int[ranks];
        for (int i = 0; i < DRAWS; i++) {
            counts[zipf.draw(random)]++;
        }
        return counts;
    }

    @Test
    void aRankIsDrawnAsOftenAsItsPowerSays() {
        int[] counts = drawn(new Zipf(1000, 1), 1000);
        assertThat((double) counts[0] / counts[1]).isCloseTo(2, within(0.1));
        assertThat((double) counts[0] / counts[9]).isCloseTo(10, within(1.0));
    }

    @Test
    void everyRankCanBeDrawnAndNoOther() {
        assertThat(drawn(new Zipf(3, 0.99), 3)).doesNotContain(0);
    }

    @Test
    void exponentZeroPrefersNone() {
        for (int count : drawn(new Zipf(4, 0), 4)) {
            assertThat((double) count).isCloseTo(DRAWS / 4.0, within(DRAWS / 100.0));
        }
    }

    @Test
    void noRanksAreRefused() {
        assertThatThrownBy(() -> new Zipf(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}

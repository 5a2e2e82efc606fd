package dev.tideline.invalidation.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatestTest {

    @Test
    void theOldestGoFirst() {
        Latest<String, Integer> latest = new Latest<>(2);
        latest.put("a", 1);
        latest.put("b", 2);
        latest.put("c", 3);

        assertThat(latest.find("a")).isEmpty();
        assertThat(latest.find("b")).contains(2);
        assertThat(latest.find("c")).contains(3);
    }
}

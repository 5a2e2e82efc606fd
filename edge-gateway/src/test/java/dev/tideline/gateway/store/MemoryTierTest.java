package dev.tideline.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryTierTest extends TierContract {

    @Override
    Tier tier() {
        return new MemoryTier(1 << 20, MAX_VARIANTS);
    }

    @Test
    void itSettlesBelowItsBoundInBytes() throws InterruptedException {
        MemoryTier tier = new MemoryTier(100_000, MAX_VARIANTS);
        for (int i = 0; i < 100; i++) {
            tier.keep(TestingEntries.entry("/" + i, "x".repeat(5_000)));
        }
        // What is too much is dropped behind the writer's back, soon.
        for (int tries = 0; tries < 1_000 && (tier.bytes() > 100_000 || tier.size() == 100); tries++) {
            Thread.sleep(10);
        }
        assertThat(tier.bytes()).isLessThanOrEqualTo(100_000);
        assertThat(tier.size()).isLessThan(100);
    }
}

package dev.tideline.gateway.purge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FollowerThreadTest {

    @Test
    void oneThatWasNeverStartedCanBeClosed() {
        FollowerThread idle = new FollowerThread("idle", () -> {}, Duration.ZERO, _ -> {});
        idle.close();
        assertThat(idle.isClosed()).isTrue();
    }

    @Test
    void itGoesOnWhateverHappens() throws InterruptedException {
        CountDownLatch failures = new CountDownLatch(3);
        FollowerThread broken = new FollowerThread(
                "broken",
                () -> {
                    throw new IllegalStateException("as ever");
                },
                Duration.ofMillis(1),
                _ -> failures.countDown());
        broken.start();
        assertThat(failures.await(10, TimeUnit.SECONDS)).isTrue();
        broken.close();
    }
}

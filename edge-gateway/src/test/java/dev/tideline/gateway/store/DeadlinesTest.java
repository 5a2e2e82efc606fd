package dev.tideline.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class DeadlinesTest {

    @Test
    void whatIsDueComesAndNotBeforeItsTime() {
        long before = System.nanoTime();
        Mono.delay(Duration.ofMillis(50), Deadlines.shared()).block(Duration.ofSeconds(30));
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(50_000_000);
    }

    @Test
    void whatIsPeriodicComesAgainUntilItIsDropped() throws InterruptedException {
        CountDownLatch three = new CountDownLatch(3);
        Disposable periodic = Deadlines.shared().schedulePeriodically(three::countDown, 10, 10, TimeUnit.MILLISECONDS);
        assertThat(three.await(30, TimeUnit.SECONDS)).isTrue();
        periodic.dispose();
        assertThat(periodic.isDisposed()).isTrue();
    }

    @Test
    void whatIsDroppedDoesNotComeThoughLaterOnesDo() {
        AtomicInteger came = new AtomicInteger();
        Deadlines.shared()
                .schedule(came::incrementAndGet, 20, TimeUnit.MILLISECONDS)
                .dispose();
        Mono.delay(Duration.ofMillis(60), Deadlines.shared()).block(Duration.ofSeconds(30));
        assertThat(came).hasValue(0);
    }
}

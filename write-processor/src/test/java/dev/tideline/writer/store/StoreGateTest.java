package dev.tideline.writer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.writer.watch.WriteListener;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoreGateTest {

    /** Nothing more is fetched while the gate is closed, so nobody else may come to open it. */
    @Test
    void theOnlyOneWhoWaitedForPostgresOpensTheGateAgain() throws Exception {
        StoreGate gate = new StoreGate(1, new WriteListener() {});
        AtomicInteger tries = new AtomicInteger();

        gate.run(
                () -> {
                    if (tries.incrementAndGet() <= 6) {
                        assertThat(gate.isOpenForWrites()).isEqualTo(tries.get() <= 4);
                        throw new SQLException("gone", "08006");
                    }
                },
                new CountDownLatch(1));

        assertThat(gate.isOpenForWrites()).isTrue();
    }
}

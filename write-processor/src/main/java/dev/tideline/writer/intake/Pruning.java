package dev.tideline.writer.intake;

import dev.tideline.writer.store.StoreGate;
import dev.tideline.writer.store.WriteStore;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Forgets old outcomes, some at a time and again soon while there are more. For one thread. */
final class Pruning {

    private static final Duration PAUSE = Duration.ofMinutes(5);
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final int AT_ONCE = 5_000;

    private final WriteStore store;
    private final StoreGate gate;
    private final Duration keep;
    private final Clock clock;
    private Instant next = Instant.MIN;

    Pruning(WriteStore store, StoreGate gate, Duration keep, Clock clock) {
        this.store = store;
        this.gate = gate;
        this.keep = keep;
        this.clock = clock;
    }

    /** To be called often; does something when it is time. */
    void tick() {
        Instant now = clock.instant();
        if (!now.isBefore(next)) {
            next = now.plus(prune(now) ? STEP : PAUSE);
        }
    }

    /** Whether there may be more to forget. */
    private boolean prune(Instant now) {
        try {
            return gate.isOpenForWrites() && store.prune(now.minus(keep), AT_ONCE) == AT_ONCE;
        } catch (SQLException away) {
            return false;
        }
    }
}

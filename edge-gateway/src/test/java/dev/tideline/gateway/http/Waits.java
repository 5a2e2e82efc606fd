package dev.tideline.gateway.http;

import java.util.function.BooleanSupplier;

/** Waits for what another thread will do; a generous limit, so that only what never happens fails. */
final class Waits {

    private Waits() {}

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen within 60 s");
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

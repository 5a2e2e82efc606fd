package dev.tideline.invalidation.fleet;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Lets requests wait until reports of the fleet make something true. */
public final class News {

    private static final Duration LOOK = Duration.ofMillis(100);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    /** Something was heard. */
    void arrive() {
        lock.lock();
        try {
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the condition holds; asked anew with each report, and now and then, since silence makes instances gone.
     *
     * @return whether it holds
     */
    public boolean await(BooleanSupplier condition, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                long turn = Math.min(left, LOOK.toNanos());
                left -= turn - Math.max(0, arrived.awaitNanos(turn));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}

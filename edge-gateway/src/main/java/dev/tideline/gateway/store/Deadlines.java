package dev.tideline.gateway.store;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A clock for what is hardly ever due: each fetch sets several deadlines and drops them a moment later. On a wheel that
 * takes neither a lock nor another thread's waking up, as a queue in order of time does. What is due comes up to 10 ms late
 * and runs on {@link Schedulers#parallel}.
 */
public final class Deadlines implements Scheduler {

    private static final long TICK_MS = 10;
    private static final Deadlines SHARED = new Deadlines();

    private final HashedWheelTimer wheel =
            new HashedWheelTimer(new DefaultThreadFactory("deadlines", true), TICK_MS, TimeUnit.MILLISECONDS);

    private Deadlines() {}

    /** The one that everybody uses; it is never disposed of. */
    public static Deadlines shared() {
        return SHARED;
    }

    @Override
    public Disposable schedule(Runnable task) {
        return Schedulers.parallel().schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        Timeout timeout = wheel.newTimeout(due -> Schedulers.parallel().schedule(task), delay, unit);
        return timeout::cancel;
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
        Periodic periodic = new Periodic(task, period, unit);
        periodic.next(initialDelay);
        return periodic;
    }

    @Override
    public Worker createWorker() {
        return Schedulers.parallel().createWorker();
    }

    private final class Periodic implements Disposable {

        private final Runnable task;
        private final long period;
        private final TimeUnit unit;
        private final AtomicReference<@Nullable Timeout> pending = new AtomicReference<>();
        private volatile boolean disposed;

        Periodic(Runnable task, long period, TimeUnit unit) {
            this.task = task;
            this.period = period;
            this.unit = unit;
        }

        void next(long delay) {
            Timeout timeout = wheel.newTimeout(due -> Schedulers.parallel().schedule(this::run), delay, unit);
            pending.set(timeout);
            if (disposed) {
                timeout.cancel();
            }
        }

        private void run() {
            if (!disposed) {
                next(period);
                task.run();
            }
        }

        @Override
        public void dispose() {
            disposed = true;
            Timeout timeout = pending.get();
            if (timeout != null) {
                timeout.cancel();
            }
        }

        @Override
        public boolean isDisposed() {
            return disposed;
        }
    }
}

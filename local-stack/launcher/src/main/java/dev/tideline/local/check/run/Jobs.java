package dev.tideline.local.check.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What goes on at the same time, each on a thread of its own. */
public final class Jobs {

    private Jobs() {}

    /**
     * Returns when all have ended.
     *
     * @throws IllegalStateException if one of them failed: then the check itself is broken
     */
    public static void run(List<Runnable> jobs) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            jobs.forEach(job -> running.add(threads.submit(job)));
            for (Future<?> job : running) {
                job.get();
            }
        } catch (ExecutionException broken) {
            throw new IllegalStateException("the check itself failed: " + broken.getCause(), broken.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    /** Waits; shorter when it is interrupted, which stays to be seen. */
    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.tideline.local.chaos;

import dev.tideline.local.check.run.Jobs;
import java.time.Duration;

/** Something that goes on until it is closed. */
public interface Background extends AutoCloseable {

    @Override
    void close();

    /** Does it again and again, with a pause after each time; closing waits for the one that is being done. */
    static Background every(Duration pause, Runnable action) {
        Thread thread = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                action.run();
                Jobs.pause(pause);
            }
        });
        return () -> {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
    }
}

package dev.tideline.gateway.purge;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/** A thread that follows a topic for as long as it is not closed, whatever happens to Kafka or to what it reads. */
public final class FollowerThread implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Runnable follow;
    private final Duration pause;
    private final Consumer<RuntimeException> failed;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param follow returns when it is closed, or to be called again at once
     * @param pause after it has failed
     * @param failed hears why
     */
    public FollowerThread(String name, Runnable follow, Duration pause, Consumer<RuntimeException> failed) {
        this.follow = follow;
        this.pause = pause;
        this.failed = failed;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public boolean isClosed() {
        return closed;
    }

    private void run() {
        while (!closed) {
            try {
                follow.run();
            } catch (WakeupException | InterruptException woken) {
                // Only close() does that.
            } catch (RuntimeException away) {
                // Whatever it was: a thread that has ended would leave behind what only looks alive.
                failed.accept(away);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops reading; what is known stays. Waits up to 5 s for the thread, if it was ever started. */
    @Override
    public void close() {
        closed = true;
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            // Its poll ends by itself; an interrupt would make the client complain.
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}

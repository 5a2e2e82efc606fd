package dev.tideline.local.stack;

import java.nio.file.Path;

/**
 * A running local stack. {@link #start} makes one that this JVM owns, {@link #attach} reaches one that another JVM owns;
 * both do the same things with the parts.
 */
public sealed interface LocalStack extends AutoCloseable permits OwnedStack, AttachedStack {

    /**
     * Starts every part and returns when all are ready. Leftovers of an owner that was killed are stopped first; data
     * are kept.
     *
     * @throws StackException when the directory has an owner already, a port is taken, a service is not built or ends by
     *     itself, or something is not ready within five minutes; whatever was started is stopped again
     */
    static LocalStack start(StackSettings settings, Progress progress) {
        OwnedStack stack = OwnedStack.open(settings, progress);
        stack.startAll();
        return stack;
    }

    /**
     * Reaches the stack that another JVM runs.
     *
     * @throws StackException when no stack runs in this directory
     */
    static LocalStack attach(Path directory) {
        return AttachedStack.to(new Workspace(directory));
    }

    Addresses addresses();

    /** Starts a part that was stopped and returns when it is ready; does nothing when it runs. */
    void start(Part part);

    /** Stops a part in good order and returns when it is gone; does nothing when it does not run. */
    void stop(Part part);

    /** Ends a service as {@code kill -9} does; Kafka, Redis and Postgres are stopped in good order. */
    void kill(Part part);

    /** Stops it and starts it again. */
    default void restart(Part part) {
        stop(part);
        start(part);
    }

    /** Owned: stops everything, the clients before what they use. Attached: only lets go. */
    @Override
    void close();
}

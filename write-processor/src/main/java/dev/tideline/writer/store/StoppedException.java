package dev.tideline.writer.store;

/** The partition was taken away, or the process stops, while something outside did not answer. */
public final class StoppedException extends RuntimeException {

    public StoppedException() {
        super("stopped while waiting");
    }
}

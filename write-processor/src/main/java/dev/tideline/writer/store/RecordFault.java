package dev.tideline.writer.store;

/** A record cannot be applied, for a reason of its own: trying others is no use to it, and it is none to others. */
public final class RecordFault extends Exception {

    private final transient Failure failure;

    RecordFault(Failure failure, Throwable cause) {
        super(failure.detail(), cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}

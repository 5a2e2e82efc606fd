package dev.tideline.writer.store;

/** A sealed write that cannot be opened although its subject was not erased: the record's fault, and an operator's matter. */
final class SealedWriteException extends RuntimeException {

    private final transient Failure failure;

    SealedWriteException(String cause, String detail) {
        super(detail);
        this.failure = new Failure(cause, detail);
    }

    Failure failure() {
        return failure;
    }
}

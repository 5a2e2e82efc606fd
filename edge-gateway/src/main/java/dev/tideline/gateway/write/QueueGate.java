package dev.tideline.gateway.write;

/** Whether the queue takes more writes. Closes above one limit and opens again below a lower one. */
sealed interface QueueGate {

    /** The queue has not been seen yet: nobody knows whether it is there, or how long it is. */
    record Unseen() implements QueueGate {}

    record Open() implements QueueGate {}

    /**
     * It is too long.
     *
     * @param reason for an operator, and for the client
     */
    record Closed(String reason) implements QueueGate {}

    default QueueGate next(QueueLag lag, WriteSettings.Queue limits) {
        return switch (this) {
            case Unseen _, Open _ -> {
                if (lag.records() > limits.closeAboveRecords()) {
                    yield new Closed(limits.closeAboveRecords() + " writes are waiting to be applied");
                }
                yield lag.age().compareTo(limits.closeAboveAge()) >= 0
                        ? new Closed("a write has been waiting for "
                                + limits.closeAboveAge().toSeconds() + " s")
                        : new Open();
            }
            case Closed _ ->
                lag.records() < limits.reopenBelowRecords() && lag.age().compareTo(limits.reopenBelowAge()) < 0
                        ? new Open()
                        : this;
        };
    }
}

package dev.tideline.gateway.write;

import dev.tideline.events.Operation;
import java.time.Duration;

/** What happens at the door, for whoever counts. */
interface WriteEvents {

    /** Nobody counts. */
    WriteEvents NONE = new WriteEvents() {};

    /**
     * A write was queued.
     *
     * @param took from the validated request to Kafka's acknowledgement
     */
    default void accepted(Operation operation, Duration took) {}

    /**
     * A request was not accepted, or not applied while its client waited.
     *
     * @param slug of the problem that the client was told
     */
    default void refused(String slug) {}

    /** A repeated request was answered with the outcome of the first. */
    default void replayed() {}

    /**
     * A client waited.
     *
     * @param inTime whether the outcome was known before its time was up
     */
    default void waited(boolean inTime) {}
}

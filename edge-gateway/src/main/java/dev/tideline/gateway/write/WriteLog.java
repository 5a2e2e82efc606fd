package dev.tideline.gateway.write;

import dev.tideline.events.WritePosition;
import dev.tideline.events.WriteRequested;
import io.opentelemetry.api.trace.SpanContext;
import java.util.concurrent.CompletableFuture;

/**
 * Where accepted writes are kept until they are applied. One for all collections; a collection that is bound to a region
 * will choose its own here.
 */
interface WriteLog {

    /** What became of an append. */
    sealed interface Appended {}

    /** Every replica that must have it has it. */
    record Stored(WritePosition position) implements Appended {}

    /** It is not in the log and will not be. */
    record NotStored(String reason) implements Appended {}

    /** It may be in the log, or still come there within the producer's delivery time. */
    record Uncertain(String reason) implements Appended {}

    /** It was not even tried, and will never be right. */
    record Refused(Problem problem) implements Appended {}

    /**
     * Never blocks, never fails, and completes within the deadline that the log was given.
     *
     * @param trace what the record goes on with if it is sampled; mostly it is not valid
     */
    CompletableFuture<Appended> append(WriteRequested write, SpanContext trace);
}

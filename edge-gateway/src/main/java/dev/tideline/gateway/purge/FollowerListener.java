package dev.tideline.gateway.purge;

import dev.tideline.events.PurgeIssued;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;

/** Told of what the follower does, on its thread: must not block. */
public interface FollowerListener {

    /** A log is read, from {@code first}, and had {@code end - first} records when it was opened. */
    default void opened(String log, long first, long end) {}

    /** Everything that was in the log at the first start has been applied. */
    default void caughtUp() {}

    /** A purge that concerns this region is applied: no check from now on misses it. */
    default void purged(long offset, PurgeIssued purge) {}

    /** The purge just told of is a step of these traces, one or more. Nothing that is replayed at the start is told. */
    default void traced(long offset, List<SpanContext> traces) {}

    /** A record was passed over. */
    default void unreadable(long offset, String reason) {}

    /** One or more records were applied since the last call. */
    default void advanced() {}

    /** Kafka refused or lost something; the follower goes on trying. */
    default void failed(RuntimeException cause) {}

    /** Tells all of them, in order. */
    static FollowerListener all(List<? extends FollowerListener> listeners) {
        List<FollowerListener> each = List.copyOf(listeners);
        return new FollowerListener() {
            @Override
            public void opened(String log, long first, long end) {
                each.forEach(listener -> listener.opened(log, first, end));
            }

            @Override
            public void caughtUp() {
                each.forEach(FollowerListener::caughtUp);
            }

            @Override
            public void purged(long offset, PurgeIssued purge) {
                each.forEach(listener -> listener.purged(offset, purge));
            }

            @Override
            public void traced(long offset, List<SpanContext> traces) {
                each.forEach(listener -> listener.traced(offset, traces));
            }

            @Override
            public void unreadable(long offset, String reason) {
                each.forEach(listener -> listener.unreadable(offset, reason));
            }

            @Override
            public void advanced() {
                each.forEach(FollowerListener::advanced);
            }

            @Override
            public void failed(RuntimeException cause) {
                each.forEach(listener -> listener.failed(cause));
            }
        };
    }
}

package dev.tideline.writer.trace;

import dev.tideline.events.WritePosition;
import dev.tideline.writer.decide.Outcome;
import dev.tideline.writer.store.Committed;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The spans of one try to apply some writes. Ends with {@link #close}. */
public final class TracedTry implements AutoCloseable {

    /** No write of it is traced. */
    public static final TracedTry NONE = new TracedTry(Map.of(), false);

    private static final Logger LOGGER = LoggerFactory.getLogger(TracedTry.class);

    private final Map<WritePosition, Span> spans;
    private final Scope logs;

    /** @param alone whether it is of one write only: what is logged meanwhile is about that one */
    @SuppressWarnings("MustBeClosedChecker") // close() does
    TracedTry(Map<WritePosition, Span> spans, boolean alone) {
        this.spans = spans;
        this.logs = alone ? spans.values().iterator().next().makeCurrent() : Scope.noop();
    }

    /** What the change of this write goes on from; not valid where it is not traced. */
    public SpanContext of(WritePosition position) {
        return spans.getOrDefault(position, Span.getInvalid()).getSpanContext();
    }

    /** Postgres has it; what is left is to announce it. */
    public void committed(Committed committed) {
        if (spans.isEmpty()) {
            return;
        }
        for (Outcome outcome : committed.outcomes()) {
            spans.getOrDefault(outcome.write().position(), Span.getInvalid())
                    .setAttribute("tideline.outcome", name(outcome));
        }
        spans.values().forEach(span -> span.addEvent("committed"));
    }

    private static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied _ -> "applied";
            case Outcome.Conflict _ -> "conflict";
            case Outcome.Rejected _ -> "rejected";
            case Outcome.Duplicate _ -> "duplicate";
            case Outcome.Mismatched _ -> "mismatched";
        };
    }

    /** A record's fault undid it. */
    public void failed(String cause) {
        spans.values().forEach(span -> span.setStatus(StatusCode.ERROR, cause));
    }

    @Override
    public void close() {
        logs.close();
        spans.forEach((position, span) -> {
            try (Scope _ = span.makeCurrent()) {
                LOGGER.debug("write {} is done with", position);
            }
            span.end();
        });
    }
}

package dev.tideline.writer.trace;

import dev.tideline.events.Topics;
import dev.tideline.events.WritePosition;
import dev.tideline.traces.TraceHeader;
import dev.tideline.writer.store.Entry;
import dev.tideline.writer.store.LoggedRecord;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span for each traced write of a batch, gone on from the record's header: as long as the batch, since that is how long the
 * write took. One span for the batch would be in none of their traces.
 */
public final class WriteTraces {

    /** Traces nothing. */
    public static final WriteTraces NONE = new WriteTraces(null);

    private final @Nullable Tracer tracer;

    /** @param tracer null to trace nothing */
    WriteTraces(@Nullable Tracer tracer) {
        this.tracer = tracer;
    }

    /** A try to apply these begins, in one transaction. To be closed by the thread that makes it. */
    public TracedTry begin(List<? extends Entry> entries) {
        if (tracer == null) {
            return TracedTry.NONE;
        }
        Map<WritePosition, Span> spans = new HashMap<>();
        for (Entry entry : entries) {
            SpanContext trace = trace(entry.record());
            if (trace.isSampled()) {
                WritePosition position = entry.record().position();
                spans.put(position, span(tracer, position, trace, entries.size()));
            }
        }
        return spans.isEmpty() ? TracedTry.NONE : new TracedTry(spans, entries.size() == 1);
    }

    private static SpanContext trace(LoggedRecord record) {
        for (LoggedRecord.Header header : record.headers()) {
            if (header.name().equals(TraceHeader.NAME)) {
                return TraceHeader.read(header.value());
            }
        }
        return SpanContext.getInvalid();
    }

    private static Span span(Tracer tracer, WritePosition position, SpanContext trace, int writes) {
        return tracer.spanBuilder("process " + Topics.WRITES)
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(TraceHeader.continuing(trace))
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.name", "process")
                .setAttribute("messaging.destination.name", Topics.WRITES)
                .setAttribute("messaging.destination.partition.id", String.valueOf(position.partition()))
                .setAttribute("messaging.kafka.offset", position.offset())
                .setAttribute("messaging.batch.message_count", writes)
                .startSpan();
    }
}

package dev.tideline.invalidation.trace;

import dev.tideline.events.Topics;
import dev.tideline.traces.TraceHeader;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A span for each traced change of a batch, gone on from the record's header, until Kafka has the batch's purges. A batch has
 * {@value TraceHeader#MOST} at most, which is what its purge can name.
 */
public final class ChangeTraces {

    /** Traces nothing. */
    public static final ChangeTraces NONE = new ChangeTraces(null);

    private static final Logger LOGGER = LoggerFactory.getLogger(ChangeTraces.class);

    private final @Nullable Tracer tracer;

    /** @param tracer null to trace nothing */
    ChangeTraces(@Nullable Tracer tracer) {
        this.tracer = tracer;
    }

    /** The spans of one batch. */
    public record Traced(List<Span> spans) {

        /** What the purges go on from. */
        public List<SpanContext> contexts() {
            return spans.stream().map(Span::getSpanContext).toList();
        }

        /** Kafka has the purges, or refused them. */
        public void end(@Nullable Throwable refused) {
            for (Span span : spans) {
                if (refused != null) {
                    span.setStatus(StatusCode.ERROR, "not appended");
                }
                try (Scope _ = span.makeCurrent()) {
                    LOGGER.debug("the change's purge is {}", refused == null ? "in the log" : "refused");
                }
                span.end();
            }
        }
    }

    /** Purges are planned for these now. */
    public Traced begin(Iterable<ConsumerRecord<byte[], byte[]>> changes) {
        if (tracer == null) {
            return new Traced(List.of());
        }
        List<Span> spans = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> change : changes) {
            Header header = change.headers().lastHeader(TraceHeader.NAME);
            SpanContext trace = header == null ? SpanContext.getInvalid() : TraceHeader.read(header.value());
            if (trace.isSampled() && spans.size() < TraceHeader.MOST) {
                spans.add(span(tracer, change, trace));
            }
        }
        return new Traced(spans);
    }

    private static Span span(Tracer tracer, ConsumerRecord<?, ?> change, SpanContext trace) {
        return tracer.spanBuilder("process " + Topics.CHANGES)
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(TraceHeader.continuing(trace))
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.name", "process")
                .setAttribute("messaging.destination.name", Topics.CHANGES)
                .setAttribute("messaging.destination.partition.id", String.valueOf(change.partition()))
                .setAttribute("messaging.kafka.offset", change.offset())
                .startSpan();
    }
}

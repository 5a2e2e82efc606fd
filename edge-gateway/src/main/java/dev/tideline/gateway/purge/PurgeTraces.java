package dev.tideline.gateway.purge;

import dev.tideline.events.Topics;
import dev.tideline.traces.TraceHeader;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last span of a traced write at this instance: from now on no read here is answered with what was before it. */
final class PurgeTraces implements FollowerListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(PurgeTraces.class);

    private final Tracer tracer;

    PurgeTraces(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public void traced(long offset, List<SpanContext> traces) {
        for (SpanContext trace : traces) {
            Span span = tracer.spanBuilder("apply " + Topics.PURGES)
                    .setSpanKind(SpanKind.CONSUMER)
                    .setParent(TraceHeader.continuing(trace))
                    .setAttribute("messaging.system", "kafka")
                    .setAttribute("messaging.operation.name", "apply")
                    .setAttribute("messaging.destination.name", Topics.PURGES)
                    .setAttribute("messaging.kafka.offset", offset)
                    .startSpan();
            try (Scope _ = span.makeCurrent()) {
                LOGGER.debug("purge {} is applied", offset);
            } finally {
                span.end();
            }
        }
    }
}

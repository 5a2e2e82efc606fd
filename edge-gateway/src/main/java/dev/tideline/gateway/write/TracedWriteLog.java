package dev.tideline.gateway.write;

import dev.tideline.events.Topics;
import dev.tideline.events.WriteRequested;
import dev.tideline.traces.TraceHeader;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.concurrent.CompletableFuture;

/** A span from the validated write to Kafka's acknowledgement, which whoever applies the write goes on from. */
final class TracedWriteLog implements WriteLog {

    private final WriteLog log;
    private final Tracer tracer;

    TracedWriteLog(WriteLog log, Tracer tracer) {
        this.log = log;
        this.tracer = tracer;
    }

    @Override
    public CompletableFuture<Appended> append(WriteRequested write, SpanContext trace) {
        if (!trace.isSampled()) {
            return log.append(write, trace);
        }
        Span span = tracer.spanBuilder("send " + Topics.WRITES)
                .setSpanKind(SpanKind.PRODUCER)
                .setParent(TraceHeader.continuing(trace))
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.name", "send")
                .setAttribute("messaging.destination.name", Topics.WRITES)
                .startSpan();
        return log.append(write, span.getSpanContext()).whenComplete((appended, broken) -> {
            switch (appended) {
                case Stored(var position) ->
                    span.setAttribute("messaging.destination.partition.id", String.valueOf(position.partition()))
                            .setAttribute("messaging.kafka.offset", position.offset());
                case NotStored(var reason) -> failed(span, "not stored: " + reason);
                case Uncertain(var reason) -> failed(span, "uncertain: " + reason);
                case Refused(var problem) -> failed(span, "refused: " + problem.status());
                case null -> failed(span, broken.getClass().getSimpleName());
            }
            span.end();
        });
    }

    private static void failed(Span span, String why) {
        span.setStatus(StatusCode.ERROR, why);
    }
}

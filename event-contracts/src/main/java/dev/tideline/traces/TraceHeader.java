package dev.tideline.traces;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code traceparent} (W3C Trace Context), as requests and Kafka records carry it. Only what is sampled is carried on, and
 * {@code tracestate} and {@code baggage} never are: a client writes into them what it likes, and records stay for days.
 *
 * <p>A record of {@code tideline.writes} or {@code tideline.changes} is about one write and has one at most. A purge is
 * about many changes and has the header several times, {@value #MOST} at most.
 */
public final class TraceHeader {

    public static final String NAME = "traceparent";

    /** In one record of the purge log. What is traced beyond that loses its last step. */
    public static final int MOST = 32;

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    /** A value is its own carrier. */
    private static final TextMapGetter<String> VALUE = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String value) {
            return List.of(NAME);
        }

        @Override
        public @Nullable String get(@Nullable String value, String key) {
            return key.equals(NAME) ? value : null;
        }
    };

    private TraceHeader() {}

    /** Reads a value; what comes back is not {@link SpanContext#isValid() valid} if there is none, or none that is. */
    public static SpanContext read(@Nullable String value) {
        return value == null
                ? SpanContext.getInvalid()
                : Span.fromContext(W3C.extract(Context.root(), value, VALUE)).getSpanContext();
    }

    /** As {@link #read(String)}, of a record's header. */
    public static SpanContext read(byte @Nullable [] value) {
        return read(value == null ? null : new String(value, UTF_8));
    }

    /** The value that names this span. */
    public static String write(SpanContext span) {
        return "00-" + span.getTraceId() + '-' + span.getSpanId() + '-'
                + span.getTraceFlags().asHex();
    }

    /** As {@link #write}, for a record's header. */
    public static byte[] bytes(SpanContext span) {
        return write(span).getBytes(US_ASCII);
    }

    /** What a span has to be started in to continue this one. */
    public static Context continuing(SpanContext span) {
        return Context.root().with(Span.wrap(span));
    }
}

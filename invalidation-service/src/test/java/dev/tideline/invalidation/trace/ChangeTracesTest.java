package dev.tideline.invalidation.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.traces.TraceHeader;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChangeTracesTest {

    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";

    @RegisterExtension
    private static final OpenTelemetryExtension OTEL = OpenTelemetryExtension.create();

    private final ChangeTraces traces = new ChangeTraces(OTEL.getOpenTelemetry().getTracer("test"));

    private static ConsumerRecord<byte[], byte[]> change(String... parents) {
        ConsumerRecord<byte[], byte[]> change = new ConsumerRecord<>("tideline.changes", 3, 7, null, null);
        for (String parent : parents) {
            change.headers().add(TraceHeader.NAME, parent.getBytes(UTF_8));
        }
        return change;
    }

    @Test
    void aTracedChangeHasASpanUntilItsPurgeIsInTheLog() {
        var traced = traces.begin(List.of(change(), change(PARENT + "01"), change(PARENT + "00"), change("nonsense")));
        assertThat(OTEL.getSpans()).isEmpty();

        traced.end(null);

        assertThat(OTEL.getSpans()).hasSize(1);
        SpanData span = OTEL.getSpans().getFirst();
        assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(traced.contexts()).containsExactly(span.getSpanContext());
    }

    @Test
    void aPurgeThatKafkaRefusesIsAFailure() {
        traces.begin(List.of(change(PARENT + "01"))).end(new IllegalStateException());

        assertThat(OTEL.getSpans())
                .extracting(span -> span.getStatus().getStatusCode())
                .containsExactly(StatusCode.ERROR);
    }

    @Test
    void noMoreAreTracedThanAPurgeCanName() {
        var traced = traces.begin(Collections.nCopies(2 * TraceHeader.MOST, change(PARENT + "01")));

        assertThat(traced.contexts()).hasSize(TraceHeader.MOST).allMatch(SpanContext::isValid);
    }

    @Test
    void nothingIsTracedWhereNothingIsToBe() {
        assertThat(ChangeTraces.NONE.begin(List.of(change(PARENT + "01"))).spans())
                .isEmpty();
    }
}

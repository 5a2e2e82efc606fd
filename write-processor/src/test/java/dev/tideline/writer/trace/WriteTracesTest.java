package dev.tideline.writer.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.WritePosition;
import dev.tideline.writer.decide.Outcome;
import dev.tideline.writer.decide.PositionedWrite;
import dev.tideline.writer.store.Committed;
import dev.tideline.writer.store.Entry;
import dev.tideline.writer.store.LoggedRecord;
import dev.tideline.writer.testbed.Writes;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WriteTracesTest {

    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";

    @RegisterExtension
    private static final OpenTelemetryExtension OTEL = OpenTelemetryExtension.create();

    private final WriteTraces traces = new WriteTraces(OTEL.getOpenTelemetry().getTracer("test"));

    private static Entry.Write write(int offset, String... parents) {
        List<LoggedRecord.Header> headers = List.of(parents).stream()
                .map(parent -> new LoggedRecord.Header("traceparent", parent.getBytes(UTF_8)))
                .toList();
        return new Entry.Write(
                new LoggedRecord(new WritePosition(3, offset), null, null, headers),
                Writes.put("products/secret", "{}"));
    }

    private static Committed committed(Entry.Write applied) {
        Outcome outcome =
                new Outcome.Duplicate(new PositionedWrite(applied.record().position(), applied.requested()));
        return new Committed(3, List.of(), List.of(), List.of(outcome), 0, 0, false, 9, 9, 9, Instant.EPOCH);
    }

    @Test
    void eachTracedWriteOfABatchGoesOnWithItsOwnTrace() {
        Entry.Write first = write(4, PARENT + "01");
        Entry.Write other = write(6, PARENT.replace("4bf9", "0000") + "01");
        try (TracedTry traced = traces.begin(List.of(first, write(5), other, write(7, PARENT + "00")))) {
            traced.committed(committed(first));
            assertThat(traced.of(new WritePosition(3, 4)).isValid()).isTrue();
            assertThat(traced.of(new WritePosition(3, 5)).isValid()).isFalse();
            assertThat(traced.of(new WritePosition(3, 7)).isValid()).isFalse();
        }

        assertThat(OTEL.getSpans()).hasSize(2).allSatisfy(span -> {
            assertThat(span.getName()).isEqualTo("process tideline.writes");
            assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
            assertThat(span.getAttributes().get(AttributeKey.longKey("messaging.batch.message_count")))
                    .isEqualTo(4);
            assertThat(span.toString()).doesNotContain("secret");
        });
        assertThat(OTEL.getSpans())
                .extracting(SpanData::getTraceId)
                .containsExactlyInAnyOrder("4bf92f3577b34da6a3ce929d0e0e4736", "00002f3577b34da6a3ce929d0e0e4736");
        assertThat(OTEL.getSpans())
                .extracting(span -> span.getAttributes().get(AttributeKey.stringKey("tideline.outcome")))
                .containsExactlyInAnyOrder("duplicate", null);
    }

    @Test
    void whatIsLoggedOfAWriteAloneIsOfItsTrace() {
        try (TracedTry traced = traces.begin(List.of(write(4, PARENT + "01")))) {
            assertThat(Span.current().getSpanContext()).isEqualTo(traced.of(new WritePosition(3, 4)));
            traced.failed("column-missing");
        }

        assertThat(Span.current().getSpanContext().isValid()).isFalse();
        assertThat(OTEL.getSpans()).hasSize(1);
        assertThat(OTEL.getSpans().getFirst().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(OTEL.getSpans().getFirst().getStatus().getDescription()).isEqualTo("column-missing");
    }

    @Test
    void aBatchInWhichNothingIsTracedMakesNothing() {
        assertThat(traces.begin(List.of(write(4), write(5, "nonsense")))).isSameAs(TracedTry.NONE);
        assertThat(WriteTraces.NONE.begin(List.of(write(4, PARENT + "01")))).isSameAs(TracedTry.NONE);
        TracedTry.NONE.close();
        assertThat(OTEL.getSpans()).isEmpty();
    }
}

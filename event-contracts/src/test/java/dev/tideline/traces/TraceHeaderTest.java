package dev.tideline.traces;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceHeaderTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SAMPLED = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @Test
    void whatWasWrittenIsReadAgain() {
        SpanContext span = TraceHeader.read(SAMPLED);

        assertThat(span.isValid()).isTrue();
        assertThat(span.isSampled()).isTrue();
        assertThat(span.isRemote()).isTrue();
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(TraceHeader.write(span)).isEqualTo(SAMPLED);
        assertThat(TraceHeader.read(TraceHeader.bytes(span))).isEqualTo(span);
    }

    @Test
    void aClientMayAskNotToBeSampled() {
        SpanContext span = TraceHeader.read(SAMPLED.replaceAll("-01$", "-00"));

        assertThat(span.isValid()).isTrue();
        assertThat(span.isSampled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + TRACE + "-00f067aa0ba902b7",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-" + TRACE + "-0000000000000000-01",
                "ff-" + TRACE + "-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-" + TRACE + "-00f067aa0ba902b7-01, 00-" + TRACE + "-00f067aa0ba902b7-01"
            })
    void whatIsNoneIsNotValid(String value) {
        assertThat(TraceHeader.read(value).isValid()).isFalse();
        assertThat(TraceHeader.read(value.getBytes(US_ASCII)).isValid()).isFalse();
    }

    @Test
    void noHeaderIsNoSpan() {
        assertThat(TraceHeader.read((String) null).isValid()).isFalse();
        assertThat(TraceHeader.read((byte[]) null).isValid()).isFalse();
    }

    @Property
    void anyBytesAreReadWithoutHarm(@ForAll byte[] value) {
        assertThat(TraceHeader.read(value).isRemote())
                .isEqualTo(TraceHeader.read(value).isValid());
    }

    @Test
    void aSpanIsContinuedByWhatIsStartedInItsContext() {
        SpanContext span = TraceHeader.read(SAMPLED);

        assertThat(Span.fromContext(TraceHeader.continuing(span)).getSpanContext())
                .isEqualTo(span);
    }
}

package dev.tideline.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.placement.PlacementFile;
import dev.tideline.traces.TraceHeader;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

class TraceFilterTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CLIENT = "00f067aa0ba902b7";

    @RegisterExtension
    private static final OpenTelemetryExtension OTEL = OpenTelemetryExtension.create();

    @TempDir
    private Path directory;

    private TraceFilter filter;

    private final AtomicReference<ServerWebExchange> passed = new AtomicReference<>();

    @BeforeEach
    void place() throws IOException {
        Path file = Files.writeString(
                directory.resolve("placement.yaml"), "regions: [eu]\ncollections: {customers: {tier: cache}}");
        filter = new TraceFilter(OTEL.getOpenTelemetry().getTracer("test"), PlacementFile.read(file));
    }

    /** Answers with this. */
    private WebFilterChain answering(HttpStatus status) {
        return exchange -> {
            passed.set(exchange);
            exchange.getResponse().setStatusCode(status);
            exchange.getResponse().getHeaders().set("X-Cache-Status", "MISS");
            return Mono.empty();
        };
    }

    private static MockServerWebExchange request(HttpMethod method, String path, String... parents) {
        MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.method(method, path);
        return MockServerWebExchange.from(request.header("traceparent", parents).header("X-Name", "jane"));
    }

    private static String parent(String flags) {
        return "00-" + TRACE + "-" + CLIENT + "-" + flags;
    }

    @Test
    void itGoesOnWithTheClientsTraceAndEverybodyBehindItGoesOnWithItsSpan() {
        filter.filter(
                        request(HttpMethod.PUT, "/api/customers/jane%20doe?name=jane", parent("01")),
                        answering(HttpStatus.ACCEPTED))
                .block();

        SpanData span = OTEL.getSpans().getFirst();
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(CLIENT);
        assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(span.getName()).isEqualTo("PUT /api/customers");
        assertThat(span.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                .isEqualTo(202);
        assertThat(span.getAttributes().get(AttributeKey.stringKey("tideline.cache")))
                .isEqualTo("MISS");
        assertThat(span.toString()).doesNotContain("jane");
        assertThat(TraceFilter.of(passed.get().getAttributes())).isEqualTo(span.getSpanContext());
        assertThat(passed.get().getRequest().getHeaders().get("traceparent"))
                .containsExactly(TraceHeader.write(span.getSpanContext()));
    }

    @Test
    void whatIsNotSampledLeavesNothingBehind() {
        MockServerWebExchange exchange = request(HttpMethod.PUT, "/api/customers/1", parent("00"));

        filter.filter(exchange, answering(HttpStatus.ACCEPTED)).block();

        assertThat(OTEL.getSpans()).isEmpty();
        assertThat(passed.get()).isSameAs(exchange);
        assertThat(TraceFilter.of(exchange.getAttributes())).isEqualTo(SpanContext.getInvalid());
    }

    @Test
    void aRequestWithoutTraceOrWithAMalformedOneMayBeginItsOwn() {
        for (String parent : List.of("", "00-nonsense")) {
            filter.filter(request(HttpMethod.GET, "/api/customers/1", parent), answering(HttpStatus.OK))
                    .block();
        }

        assertThat(OTEL.getSpans())
                .hasSize(2)
                .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo("0000000000000000"));
    }

    @Test
    void whatNobodyPlacedHasNoName() {
        filter.filter(request(HttpMethod.valueOf("JANE"), "/api/janes/1", parent("01")), answering(HttpStatus.OK))
                .block();
        filter.filter(request(HttpMethod.GET, "/writes/7?f=jane", parent("01")), answering(HttpStatus.OK))
                .block();

        assertThat(OTEL.getSpans()).extracting(SpanData::getName).containsExactly("_OTHER none", "GET /writes/{id}");
    }

    @Test
    void aFailureIsToldByItsKindAlone() {
        Mono<Void> failing = filter.filter(
                request(HttpMethod.GET, "/api/customers/1", parent("01")),
                exchange -> Mono.error(new IllegalStateException("jane")));
        assertThatThrownBy(failing::block).isInstanceOf(IllegalStateException.class);
        filter.filter(
                        request(HttpMethod.GET, "/api/customers/1", parent("01")),
                        answering(HttpStatus.SERVICE_UNAVAILABLE))
                .block();

        assertThat(OTEL.getSpans())
                .hasSize(2)
                .extracting(span -> span.getStatus().getStatusCode())
                .containsOnly(StatusCode.ERROR);
        assertThat(OTEL.getSpans().getFirst().getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(OTEL.getSpans().toString()).doesNotContain("jane");
    }

    @Test
    void aClientThatGoesAwayEndsItsSpan() {
        filter.filter(request(HttpMethod.GET, "/api/customers/1", parent("01")), exchange -> Mono.never())
                .subscribe()
                .dispose();

        assertThat(OTEL.getSpans()).hasSize(1).allMatch(SpanData::hasEnded);
    }
}

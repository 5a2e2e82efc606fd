package dev.tideline.gateway.trace;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import dev.tideline.placement.ApiPath;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.Placement;
import dev.tideline.traces.TraceHeader;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * The span of a request at this door. A {@code traceparent} is gone on with, sampled or not as it says; without one the
 * sampler decides. Of the request it tells the method, the collection and what was answered: paths, queries, fields and
 * content are the client's business.
 */
public final class TraceFilter implements WebFilter, Ordered {

    private static final Logger LOGGER = LoggerFactory.getLogger(TraceFilter.class);
    private static final String SPAN = TraceFilter.class.getName();

    private final Tracer tracer;
    private final Placement placement;

    TraceFilter(Tracer tracer, Placement placement) {
        this.tracer = tracer;
        this.placement = placement;
    }

    /** Before everything else, so that all of a request is in its span. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    /** The span of a request by its attributes; not valid where it is not traced. */
    public static SpanContext of(Map<String, Object> attributes) {
        return attributes.get(SPAN) instanceof SpanContext span ? span : SpanContext.getInvalid();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        Span span = tracer.spanBuilder(method(request.getMethod()))
                .setSpanKind(SpanKind.SERVER)
                .setParent(TraceHeader.continuing(
                        TraceHeader.read(request.getHeaders().getFirst(TraceHeader.NAME))))
                .startSpan();
        if (!span.getSpanContext().isSampled()) {
            return chain.filter(exchange);
        }
        // Whoever gets this request passed on goes on from here.
        ServerWebExchange traced = exchange.mutate()
                .request(passed -> passed.headers(
                        fields -> fields.set(TraceHeader.NAME, TraceHeader.write(span.getSpanContext()))))
                .build();
        traced.getAttributes().put(SPAN, span.getSpanContext());
        return chain.filter(traced)
                .doOnError(broken ->
                        span.setAttribute("error.type", broken.getClass().getName()))
                .doFinally(signal -> end(span, traced, signal));
    }

    private void end(Span span, ServerWebExchange exchange, SignalType signal) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        String route = route(exchange);
        String name = method(exchange.getRequest().getMethod()) + ' ' + route;
        span.updateName(name);
        span.setAttribute("http.request.method", method(exchange.getRequest().getMethod()));
        span.setAttribute("http.route", route);
        if (status != null) {
            span.setAttribute("http.response.status_code", status.value());
        }
        String cached = exchange.getResponse().getHeaders().getFirst("X-Cache-Status");
        if (cached != null) {
            span.setAttribute("tideline.cache", cached);
        }
        if (signal == SignalType.ON_ERROR || (status != null && status.is5xxServerError())) {
            span.setStatus(StatusCode.ERROR);
        }
        try (Scope _ = span.makeCurrent()) {
            LOGGER.debug("{}: {}", name, signal == SignalType.CANCEL ? "the client went away" : status);
        }
        span.end();
    }

    /** A route by names that the operator chose: nothing of what the client wrote is in it. */
    private String route(ServerWebExchange exchange) {
        String path = exchange.getRequest().getPath().value();
        String collection = ApiPath.collection(path)
                .flatMap(placement::collection)
                .map(CollectionPlacement::name)
                .orElse(null);
        if (collection != null) {
            return "/api/" + collection;
        }
        Route route = exchange.getAttribute(GATEWAY_ROUTE_ATTR);
        return path.startsWith("/writes/") ? "/writes/{id}" : route == null ? "none" : route.getId();
    }

    private static String method(HttpMethod method) {
        boolean known = false;
        for (HttpMethod one : HttpMethod.values()) {
            known |= one.equals(method);
        }
        return known ? method.name() : "_OTHER";
    }
}

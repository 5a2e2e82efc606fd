package dev.tideline.gateway.http;

import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Notes when a request came, before anything else is done with it. */
final class Arrival implements GlobalFilter, Ordered {

    private static final String AT = Arrival.class.getName() + ".nanos";

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        exchange.getAttributes().put(AT, System.nanoTime());
        return chain.filter(exchange);
    }

    /** Milliseconds since then. */
    static long millisSince(ServerWebExchange exchange) {
        long at = exchange.getRequiredAttribute(AT);
        return (System.nanoTime() - at) / 1_000_000;
    }
}

package dev.tideline.gateway.http;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.TrailerHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/** What the ordinary routing filter may let follow: what {@link Trailers} allow, to a client that takes it. */
final class PassedTrailers implements HttpHeadersFilter, TrailerHeadersFilter {

    @Override
    public HttpHeaders filter(HttpHeaders headers, ServerWebExchange exchange) {
        return headers;
    }

    @Override
    public boolean supports(Type type) {
        return false;
    }

    @Override
    public HttpHeaders trailers(@Nullable HttpHeaders received, ServerWebExchange exchange) {
        HttpHeaders sent = new HttpHeaders();
        if (received != null && Trailers.areTakenBy(exchange.getRequest())) {
            Trailers.allowed(Headers.of(received)).forEach(sent::add);
        }
        return sent;
    }
}

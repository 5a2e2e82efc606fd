package dev.tideline.gateway.http;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.PRESERVE_HOST_HEADER_ATTRIBUTE;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/** What of a request names its resource, as the route's own filters left it. */
final class RequestTarget {

    private RequestTarget() {}

    /** The authority that the origin is told: its own, or the client's where the route preserves it. */
    static String authority(ServerWebExchange exchange, URI url) {
        String host = host(exchange);
        return host == null ? url.getRawAuthority() : host;
    }

    private static @Nullable String host(ServerWebExchange exchange) {
        boolean preserve = exchange.getAttributeOrDefault(PRESERVE_HOST_HEADER_ATTRIBUTE, false);
        return preserve ? exchange.getRequest().getHeaders().getFirst(HttpHeaders.HOST) : null;
    }

    static String pathAndQuery(URI url) {
        String path = url.getRawPath();
        String rooted = path == null || path.isEmpty() ? "/" : path;
        return url.getRawQuery() == null ? rooted : rooted + '?' + url.getRawQuery();
    }

    private static String encoded(String url) {
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) >= 0x80) {
                return URI.create(url).toASCIIString();
            }
        }
        return url;
    }

    /** Where to fetch it. */
    static OriginClient.Target toFetch(ServerWebExchange exchange, URI url, String pathAndQuery, RouteRules rules) {
        String origin = url.getScheme() + "://" + url.getRawAuthority();
        return new OriginClient.Target(
                origin,
                encoded(origin + pathAndQuery),
                host(exchange),
                rules.timeout(),
                rules.connectTimeout(),
                Beyond.of(exchange.getRequest(), exchange.getResponse()));
    }
}

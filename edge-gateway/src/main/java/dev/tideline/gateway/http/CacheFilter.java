package dev.tideline.gateway.http;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.isAlreadyRouted;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.setAlreadyRouted;

import dev.tideline.events.SessionTicket;
import dev.tideline.gateway.http.PassThrough.Reason;
import dev.tideline.gateway.http.Reply.Result;
import dev.tideline.gateway.http.Reply.Told;
import dev.tideline.gateway.http.Reply.Vouched;
import dev.tideline.gateway.placement.Uncached;
import dev.tideline.gateway.policy.CacheRequest;
import dev.tideline.gateway.policy.CacheStatus;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.ForwardReason;
import dev.tideline.gateway.policy.Keying;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Stands before the filter that routes to the origin, so that it sees requests as the route's own filters left them.
 * Reads are answered by {@link Fills}; everything else goes by through {@link PassThrough}.
 */
final class CacheFilter implements GlobalFilter, Ordered {

    private final Fills fills;
    private final Follow follow;
    private final LogViews logs;
    private final Sessions sessions;
    private final SearchRules search;
    private final RouteBook routes;
    private final PassThrough passThrough;
    private final Outgoing outgoing;
    private final Replies replies;
    private final DirectHits direct;
    private final RequestFields fields;

    CacheFilter(
            Fills fills,
            Follow follow,
            LogViews logs,
            Sessions sessions,
            SearchRules search,
            RouteBook routes,
            PassThrough passThrough,
            Outgoing outgoing,
            Replies replies,
            DirectHits direct,
            RequestFields fields) {
        this.fills = fills;
        this.follow = follow;
        this.logs = logs;
        this.sessions = sessions;
        this.search = search;
        this.routes = routes;
        this.passThrough = passThrough;
        this.outgoing = outgoing;
        this.replies = replies;
        this.direct = direct;
        this.fields = fields;
    }

    @Override
    public int getOrder() {
        return NettyRoutingFilter.ORDER - 2;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        URI url = exchange.getRequiredAttribute(GATEWAY_REQUEST_URL_ATTR);
        Route route = exchange.getAttribute(GATEWAY_ROUTE_ATTR);
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (route == null || !http || isAlreadyRouted(exchange) || isWebSocket(exchange)) {
            return chain.filter(exchange);
        }
        RouteRules rules = routes.rules(route);
        if (!routes.isEnabled(rules)) {
            return passThrough.pass(exchange, chain, new Reason(rules, null, ForwardReason.BYPASS, "disabled"));
        }
        String uncached = Uncached.why(exchange);
        if (uncached != null) {
            return unkept(exchange, chain, new Reason(rules, null, ForwardReason.BYPASS, uncached));
        }
        String asked = RequestTarget.pathAndQuery(url);
        Optional<VersionedUrl> versioned = rules.versioned() ? VersionedUrl.of(asked) : Optional.empty();
        String wanted = versioned.map(VersionedUrl::plain).orElse(asked);
        return switch (rules.keys().key(url.getScheme(), RequestTarget.authority(exchange, url), wanted)) {
            case Keying.Refused(String why) -> refuse(exchange, rules, "Not a valid request target: " + why + '.');
            case Keying.Bypass(String why) ->
                passThrough.pass(exchange, chain, new Reason(rules, null, ForwardReason.BYPASS, why));
            case Keying.Keyed keyed -> keyed(exchange, chain, rules, new Wanted(url, wanted, keyed, versioned));
        };
    }

    /**
     * What is never kept. A reader with a ticket waits as others do, but whether it was reached in time or not the origin is
     * asked, and judges by itself.
     */
    private Mono<Void> unkept(ServerWebExchange exchange, GatewayFilterChain chain, Reason reason) {
        List<String> tickets = exchange.getRequest().getHeaders().getOrEmpty(SessionTicket.HEADER);
        if (tickets.isEmpty()) {
            return passThrough.pass(exchange, chain, reason);
        }
        return switch (sessions.reached(tickets, logs.of(exchange))) {
            case Sessions.Refused(String why) -> refuse(exchange, reason.rules(), "Not a session ticket: " + why + '.');
            case Sessions.Reached(Mono<Boolean> reached) ->
                reached.flatMap(ignored -> passThrough.pass(exchange, chain, reason));
        };
    }

    /**
     * What is asked for.
     *
     * @param url as the route's filters left it
     * @param target path and query without a version
     */
    private record Wanted(URI url, String target, Keying.Keyed keyed, Optional<VersionedUrl> versioned) {}

    private Mono<Void> keyed(ServerWebExchange exchange, GatewayFilterChain chain, RouteRules rules, Wanted wanted) {
        Fields sent = fields.of(exchange);
        String method = exchange.getRequest().getMethod().name();
        Ask ask = new Ask(
                rules,
                CacheRequest.of(method, wanted.keyed().url(), Headers.keyedOnly(sent)),
                wanted.keyed(),
                search.lookup(rules.keys(), wanted.keyed()),
                RequestTarget.toFetch(exchange, wanted.url(), wanted.target(), rules),
                logs.of(exchange),
                null);
        ForwardReason out = rules.policy().lookup(ask.request(), hasContent(sent));
        if (out != null) {
            return passThrough.pass(exchange, chain, new Reason(rules, ask, out, null));
        }
        if (bypasses(exchange, rules.caching().bypass())) {
            return passThrough.pass(exchange, chain, new Reason(rules, ask, ForwardReason.BYPASS, "route-rule"));
        }
        List<String> tickets = exchange.getRequest().getHeaders().getOrEmpty(SessionTicket.HEADER);
        if (tickets.isEmpty()) {
            return serve(exchange, ask, wanted.versioned());
        }
        return switch (sessions.reached(tickets, logs.of(exchange))) {
            case Sessions.Refused(String why) -> refuse(exchange, rules, "Not a session ticket: " + why + '.');
            case Sessions.Reached(Mono<Boolean> reached) ->
                reached.flatMap(yes -> yes
                        ? serve(exchange, ask, wanted.versioned())
                        : passThrough.pass(exchange, chain, new Reason(rules, ask, ForwardReason.REQUEST, "session")));
        };
    }

    private static boolean bypasses(ServerWebExchange exchange, RouteCaching.Bypass bypass) {
        ServerHttpRequest request = exchange.getRequest();
        return !bypass.isEmpty()
                && (bypass.headers().stream().anyMatch(request.getHeaders()::containsHeader)
                        || bypass.cookies().stream().anyMatch(request.getCookies()::containsKey)
                        || bypass.query().stream().anyMatch(request.getQueryParams()::containsKey));
    }

    /**
     * Whether a WebSocket is asked for. Any other offer may be ignored (RFC 9110 section 7.8): clients that would rather speak
     * HTTP/2 make one with every request.
     */
    private static boolean isWebSocket(ServerWebExchange exchange) {
        return exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.UPGRADE).stream()
                .anyMatch(protocols -> protocols.toLowerCase(Locale.ROOT).contains("websocket"));
    }

    private static boolean hasContent(Fields fields) {
        String length = fields.first("Content-Length");
        return fields.has("Transfer-Encoding")
                || (length != null && !length.strip().equals("0"));
    }

    private Mono<Void> serve(ServerWebExchange exchange, Ask asked, Optional<VersionedUrl> versioned) {
        setAlreadyRouted(exchange);
        // Noted now, before anything is looked up: what the log covers holds for whatever passes its check afterwards.
        Followed followed = asked.rules().followed()
                ? follow.read(asked.log(), asked.keyed().url())
                : null;
        Ask ask = asked.with(followed);
        return fills.serve(ask)
                .map(reply -> versioned.map(url -> url.of(reply)).orElse(reply))
                .doOnNext(reply -> {
                    outgoing.put(exchange, ask.rules(), reply, followed);
                    if (reply.told().result() == Result.HIT && versioned.isEmpty()) {
                        direct.learn(exchange, ask);
                    }
                })
                .then();
    }

    private Mono<Void> refuse(ServerWebExchange exchange, RouteRules rules, String detail) {
        setAlreadyRouted(exchange);
        CacheStatus status = replies.forwarded(ForwardReason.BYPASS).withDetail("refused");
        Told told = new Told(Result.BYPASS, status, Vouched.NOTHING);
        outgoing.put(exchange, rules, Problems.reply(400, "Bad Request", detail, told), null);
        return Mono.empty();
    }
}

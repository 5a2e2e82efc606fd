package dev.tideline.gateway.http;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.PRESERVE_HOST_HEADER_ATTRIBUTE;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.isAlreadyRouted;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.setAlreadyRouted;

import dev.tideline.events.SessionTicket;
import dev.tideline.gateway.http.OwnHeaders.Followed;
import dev.tideline.gateway.http.Reply.Result;
import dev.tideline.gateway.http.Reply.Told;
import dev.tideline.gateway.policy.CacheRequest;
import dev.tideline.gateway.policy.CacheStatus;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.ForwardReason;
import dev.tideline.gateway.policy.Invalidation;
import dev.tideline.gateway.policy.Keying;
import dev.tideline.gateway.policy.OriginResponse;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.gateway.store.Tiers;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Stands before the filter that routes to the origin, so that it sees requests as the route's own filters left them.
 * Reads are answered by {@link Fills}; everything else is let through, and what it makes invalid is dropped.
 */
final class CacheFilter implements GlobalFilter, Ordered {

    private final Fills fills;
    private final RouteBook routes;
    private final Replies replies;
    private final OwnHeaders own;
    private final CacheEvents events;
    private final Tiers tiers;
    private final Sessions sessions;
    private final SearchRules search;
    private final Groups groups;
    private final List<HttpHeadersFilter> headersFilters;

    CacheFilter(
            Fills fills,
            Tiers tiers,
            Sessions sessions,
            SearchRules search,
            Groups groups,
            RouteBook routes,
            Replies replies,
            OwnHeaders own,
            CacheEvents events,
            List<HttpHeadersFilter> headersFilters) {
        this.fills = fills;
        this.tiers = tiers;
        this.sessions = sessions;
        this.search = search;
        this.groups = groups;
        this.routes = routes;
        this.replies = replies;
        this.own = own;
        this.events = events;
        this.headersFilters = headersFilters;
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
        if (route == null || !http || isAlreadyRouted(exchange) || isUpgrade(exchange)) {
            return chain.filter(exchange);
        }
        RouteRules rules = routes.rules(route);
        if (!routes.isEnabled(rules)) {
            return pass(exchange, chain, new Passing(rules, null, null, ForwardReason.BYPASS, "disabled"));
        }
        Fields fields = Headers.of(HttpHeadersFilter.filterRequest(headersFilters, exchange));
        String method = exchange.getRequest().getMethod().name();
        Optional<VersionedUrl> versioned = rules.versioned() ? VersionedUrl.of(pathAndQuery(url)) : Optional.empty();
        String wanted = versioned.map(VersionedUrl::plain).orElseGet(() -> pathAndQuery(url));
        return switch (rules.keys().key(url.getScheme(), authority(exchange, url), wanted)) {
            case Keying.Refused(String why) -> refuse(exchange, rules, "Not a valid request target: " + why + '.');
            case Keying.Bypass(String why) ->
                pass(exchange, chain, new Passing(rules, null, null, ForwardReason.BYPASS, why));
            case Keying.Keyed keyed -> {
                CacheRequest request = CacheRequest.of(method, keyed.url(), fields);
                ForwardReason out = rules.policy().lookup(request, hasContent(fields));
                if (out != null) {
                    yield pass(exchange, chain, new Passing(rules, request, keyed, out, null));
                }
                if (bypasses(exchange, rules.caching().bypass())) {
                    yield pass(exchange, chain, new Passing(rules, request, keyed, ForwardReason.BYPASS, "route-rule"));
                }
                CacheRequest read = CacheRequest.of(method, keyed.url(), Headers.keyedOnly(fields));
                yield read(
                        exchange,
                        chain,
                        new Ask(
                                rules,
                                read,
                                keyed,
                                search.lookup(rules.keys(), keyed),
                                target(exchange, url, wanted, rules)),
                        versioned,
                        new Passing(rules, request, keyed, ForwardReason.REQUEST, "session"));
            }
        };
    }

    private static boolean bypasses(ServerWebExchange exchange, RouteCaching.Bypass bypass) {
        ServerHttpRequest request = exchange.getRequest();
        return !bypass.isEmpty()
                && (bypass.headers().stream().anyMatch(request.getHeaders()::containsHeader)
                        || bypass.cookies().stream().anyMatch(request.getCookies()::containsKey)
                        || bypass.query().stream().anyMatch(request.getQueryParams()::containsKey));
    }

    private static boolean isUpgrade(ServerWebExchange exchange) {
        return exchange.getRequest().getHeaders().containsHeader(HttpHeaders.UPGRADE);
    }

    private static boolean hasContent(Fields fields) {
        String length = fields.first("Content-Length");
        return fields.has("Transfer-Encoding")
                || (length != null && !length.strip().equals("0"));
    }

    private static String authority(ServerWebExchange exchange, URI url) {
        String host = host(exchange);
        return host == null ? url.getRawAuthority() : host;
    }

    private static @Nullable String host(ServerWebExchange exchange) {
        boolean preserve = exchange.getAttributeOrDefault(PRESERVE_HOST_HEADER_ATTRIBUTE, false);
        return preserve ? exchange.getRequest().getHeaders().getFirst(HttpHeaders.HOST) : null;
    }

    private static String pathAndQuery(URI url) {
        String path = url.getRawPath();
        String rooted = path == null || path.isEmpty() ? "/" : path;
        return url.getRawQuery() == null ? rooted : rooted + '?' + url.getRawQuery();
    }

    private static OriginClient.Target target(
            ServerWebExchange exchange, URI url, String pathAndQuery, RouteRules rules) {
        String origin = url.getScheme() + "://" + url.getRawAuthority();
        return new OriginClient.Target(
                origin,
                URI.create(origin + pathAndQuery).toASCIIString(),
                host(exchange),
                rules.timeout(),
                rules.connectTimeout(),
                InterimWriter.to(exchange.getResponse()));
    }

    private Mono<Void> read(
            ServerWebExchange exchange,
            GatewayFilterChain chain,
            Ask ask,
            Optional<VersionedUrl> versioned,
            Passing unreached) {
        List<String> tickets = exchange.getRequest().getHeaders().getOrEmpty(SessionTicket.HEADER);
        if (tickets.isEmpty()) {
            return serve(exchange, ask, versioned);
        }
        return switch (sessions.reached(tickets)) {
            case Sessions.Refused(String why) -> refuse(exchange, ask.rules(), "Not a session ticket: " + why + '.');
            case Sessions.Reached(Mono<Boolean> reached) ->
                reached.flatMap(yes -> yes ? serve(exchange, ask, versioned) : pass(exchange, chain, unreached));
        };
    }

    private Mono<Void> serve(ServerWebExchange exchange, Ask ask, Optional<VersionedUrl> versioned) {
        setAlreadyRouted(exchange);
        Followed followed = ask.rules().followed() ? new Followed(tiers.currentAsOf()) : null;
        return fills.serve(ask)
                .map(reply -> versioned.map(url -> url.of(reply)).orElse(reply))
                .doOnNext(reply -> put(exchange, ask.rules(), reply, followed))
                .then();
    }

    private Mono<Void> refuse(ServerWebExchange exchange, RouteRules rules, String detail) {
        setAlreadyRouted(exchange);
        CacheStatus status = replies.forwarded(ForwardReason.BYPASS).withDetail("refused");
        Told told = new Told(Result.BYPASS, status, -1, -1);
        put(exchange, rules, Problems.reply(400, "Bad Request", detail, told), null);
        return Mono.empty();
    }

    private void put(ServerWebExchange exchange, RouteRules rules, Reply reply, @Nullable Followed followed) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(reply.status()));
        reply.fields().forEach((name, value) -> response.getHeaders().add(name, value));
        own.addTo(response.getHeaders(), reply.told(), followed);
        events.answered(rules.route(), reply.told().result().text);
        ReplyWriter.leave(exchange, reply.body());
    }

    /** A request that goes on by the ordinary routing filter. */
    private record Passing(
            RouteRules rules,
            @Nullable CacheRequest request,
            Keying.@Nullable Keyed keyed,
            ForwardReason why,
            @Nullable String detail) {}

    private Mono<Void> pass(ServerWebExchange exchange, GatewayFilterChain chain, Passing passing) {
        long sentMs = replies.now();
        return chain.filter(exchange)
                .then(Mono.defer(() -> passed(exchange, passing, sentMs)))
                .onErrorResume(CacheFilter::isOriginFailure, e -> {
                    if (exchange.getResponse().isCommitted()) {
                        return Mono.error(e);
                    }
                    OriginFailure failure =
                            e instanceof ResponseStatusException ? OriginFailure.TIMEOUT : OriginFailure.of(e);
                    events.originFailed(passing.rules().route(), failure.token);
                    put(exchange, passing.rules(), replies.failed(passing.why(), failure), null);
                    return Mono.empty();
                });
    }

    private static boolean isOriginFailure(Throwable error) {
        return error instanceof IOException
                || (error instanceof ResponseStatusException status
                        && status.getStatusCode().value() == 504);
    }

    private Mono<Void> passed(ServerWebExchange exchange, Passing passing, long sentMs) {
        ServerHttpResponse response = exchange.getResponse();
        HttpStatusCode status = response.getStatusCode();
        int code = status == null ? 0 : status.value();
        OriginResponse head = new OriginResponse(code, Headers.of(response.getHeaders()), sentMs, replies.now());
        CacheStatus told = replies.forwarded(passing.why()).withForwardStatus(code);
        response.getHeaders().remove(Headers.RESOURCE);
        own.addTo(
                response.getHeaders(),
                new Told(Result.BYPASS, passing.detail() == null ? told : told.withDetail(passing.detail()), -1, -1),
                null);
        events.answered(passing.rules().route(), Result.BYPASS.text);
        return invalidate(passing, head);
    }

    private Mono<Void> invalidate(Passing passing, OriginResponse head) {
        CacheRequest request = passing.request();
        if (request == null) {
            return Mono.empty();
        }
        Invalidation invalid = passing.rules().policy().invalidate(request, head);
        return Flux.fromIterable(invalid.urls())
                .flatMap(url -> Mono.justOrEmpty(key(passing.rules(), url)))
                .flatMapIterable(keyed -> new HashSet<>(
                        List.of(keyed.key(), search.lookup(passing.rules().keys(), keyed))))
                .concatWith(Flux.fromIterable(invalid.groups())
                        .flatMapIterable(name -> groups.take(originOf(request.url()), name)))
                .flatMap(fills::invalidate)
                .then();
    }

    private static String originOf(String url) {
        URI uri = URI.create(url);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private static Optional<Keying.Keyed> key(RouteRules rules, String text) {
        try {
            URI url = URI.create(text);
            Keying keying = rules.keys().key(url.getScheme(), url.getRawAuthority(), pathAndQuery(url));
            return keying instanceof Keying.Keyed keyed ? Optional.of(keyed) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

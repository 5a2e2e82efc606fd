package dev.tideline.gateway.placement;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.isAlreadyRouted;

import dev.tideline.placement.ApiPath;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.Placement;
import dev.tideline.placement.ReadRule;
import dev.tideline.placement.RegionRules;
import dev.tideline.placement.Residency;
import dev.tideline.placement.View;
import java.net.URI;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

/**
 * Applies the rules for reads before the cache sees them. It asks the placement for the collection that the request's URL
 * leads to as the origin will read it, after the route's own filters. If a spelling escaped it all the same, the origin would
 * refuse: it answers for residency-bound data only who names the region and the rules.
 */
final class PlacementFilter implements GlobalFilter, Ordered {

    static final String HOME = "X-Edge-Home";

    /** Before the cache, after everything that may still change the URL. */
    static final int ORDER = NettyRoutingFilter.ORDER - 3;

    private final Placement placement;
    private final String region;
    private final Homes homes;
    private final @Nullable URI blockedBy;
    private final CopyDoor copies;
    private final PlacementEvents events;

    PlacementFilter(
            Placement placement,
            String region,
            Homes homes,
            @Nullable URI blockedBy,
            CopyDoor copies,
            PlacementEvents events) {
        this.placement = placement;
        this.region = region;
        this.homes = homes;
        this.blockedBy = blockedBy;
        this.copies = copies;
        this.events = events;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        URI url = exchange.getAttribute(GATEWAY_REQUEST_URL_ATTR);
        if (url == null || isAlreadyRouted(exchange)) {
            return chain.filter(exchange);
        }
        // Only a gateway says for which region it reads.
        ServerWebExchange own = exchange.getRequest().getHeaders().containsHeader(View.HEADER)
                ? with(exchange, headers -> headers.remove(View.HEADER))
                : exchange;
        ApiPath.Target target =
                homes.isOrigin(url) ? ApiPath.target(url.getRawPath()).orElse(null) : null;
        CollectionPlacement collection = target == null
                ? null
                : placement.collection(target.collection()).orElse(null);
        return target == null || collection == null ? chain.filter(own) : read(own, chain, collection, target.id());
    }

    private Mono<Void> read(
            ServerWebExchange exchange, GatewayFilterChain chain, CollectionPlacement collection, @Nullable String id) {
        ReadRule rule = id == null ? list(exchange, collection) : RegionRules.read(collection, id, region);
        events.read(collection.name(), rule);
        return switch (rule) {
            case ReadRule.Refused _ -> refuse(exchange, Refusal.notHere(collection.name(), region, blockedBy));
            case ReadRule.NoHome(String why) -> refuse(exchange, Refusal.noHome(collection.name(), id == null, why));
            case ReadRule.Copied _ -> copied(exchange, chain, collection);
            case ReadRule.Cached(String home, boolean _, String _) -> atHome(exchange, chain, collection, home);
            case ReadRule.Uncached(String home, boolean _, String _) -> {
                Uncached.mark(exchange, home == null ? "strong" : "residency");
                yield atHome(exchange, chain, collection, home);
            }
        };
    }

    /** Where there are several lists, the URL says from here on which is meant: to the cache and to the origin. */
    private ReadRule list(ServerWebExchange exchange, CollectionPlacement collection) {
        URI url = exchange.getRequiredAttribute(GATEWAY_REQUEST_URL_ATTR);
        ReadRule rule = RegionRules.list(collection, HomeQuery.home(url.getRawQuery()), region);
        String home = rule.home();
        if (home != null && collection.residency() instanceof Residency.HomePerRecord) {
            String path = url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
            URI named = URI.create(path + '?' + HomeQuery.with(url.getRawQuery(), home));
            exchange.getAttributes().put(GATEWAY_REQUEST_URL_ATTR, named);
        }
        return rule;
    }

    private Mono<Void> copied(ServerWebExchange exchange, GatewayFilterChain chain, CollectionPlacement collection) {
        URI url = exchange.getRequiredAttribute(GATEWAY_REQUEST_URL_ATTR);
        Mono<Void> answer = copies.answer(exchange, collection, url.getRawPath());
        return answer == null ? chain.filter(exchange) : answer;
    }

    private Mono<Void> atHome(
            ServerWebExchange exchange,
            GatewayFilterChain chain,
            CollectionPlacement collection,
            @Nullable String home) {
        if (home == null) {
            return chain.filter(exchange);
        }
        String view = View.of(collection, home, region).toString();
        URI url = exchange.getRequiredAttribute(GATEWAY_REQUEST_URL_ATTR);
        exchange.getAttributes().put(GATEWAY_REQUEST_URL_ATTR, moved(url, homes.origin(home)));
        exchange.getResponse().getHeaders().set(HOME, home);
        AtHome.mark(exchange, home);
        ServerWebExchange named = with(exchange, headers -> headers.set(View.HEADER, view));
        return chain.filter(named).then(Mono.defer(() -> checked(named, collection.name(), view)));
    }

    private static URI moved(URI url, URI origin) {
        String query = url.getRawQuery();
        return URI.create(origin.getScheme() + "://" + origin.getRawAuthority() + url.getRawPath()
                + (query == null ? "" : "?" + query));
    }

    /** An answer that the routing filter fetched; those that went through the cache were checked when they came. */
    private Mono<Void> checked(ServerWebExchange exchange, String collection, String view) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.empty();
        }
        Connection fetched = exchange.getAttribute(CLIENT_RESPONSE_CONN_ATTR);
        HttpStatusCode status = response.getStatusCode();
        boolean confirmed = view.equals(response.getHeaders().getFirst(View.HEADER));
        response.getHeaders().remove(View.HEADER);
        if (fetched == null || confirmed || (status != null && status.isError())) {
            return Mono.empty();
        }
        events.unconfirmed(collection);
        exchange.getAttributes().remove(CLIENT_RESPONSE_CONN_ATTR);
        fetched.dispose();
        response.getHeaders().clear();
        return refuse(exchange, Refusal.unconfirmed());
    }

    private static ServerWebExchange with(ServerWebExchange exchange, Consumer<HttpHeaders> headers) {
        return exchange.mutate()
                .request(exchange.getRequest().mutate().headers(headers).build())
                .build();
    }

    private static Mono<Void> refuse(ServerWebExchange exchange, Refusal refusal) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(refusal.status()));
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setCacheControl("no-store");
        refusal.fields().forEach(response.getHeaders()::set);
        byte[] document = refusal.document();
        response.getHeaders().setContentLength(document.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(document)));
    }
}

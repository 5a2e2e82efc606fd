package dev.tideline.gateway.http;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.gateway.store.Tiers;
import io.opentelemetry.api.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.event.RefreshRoutesResultEvent;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.server.WebFilter;

/** Decides whether hits may be answered before the framework sees them. */
@Configuration(proxyBeanMethods = false)
class DirectWiring {

    @Bean
    DirectRoutes directRoutes(GatewayProperties routes) {
        return new DirectRoutes(routes);
    }

    @Bean
    DirectHits directHits(
            DirectRoutes routes,
            GatewaySettings settings,
            Tiers tiers,
            Known known,
            Follow follow,
            Fills fills,
            Replies replies,
            Outgoing outgoing,
            CacheEvents events,
            ServerProperties server) {
        long bytes = settings.cache().directHits().toBytes();
        boolean http2 = server.getHttp2().isEnabled();
        return new DirectHits(routes, tiers, known.search(), follow, fills, replies, outgoing, events, bytes, http2);
    }

    @Bean
    Withdrawal withdrawal(StopSettings settings, DirectRoutes direct) {
        return new Withdrawal(settings.notice(), direct);
    }

    /** Hits are answered before the server sees a request. Where nothing is traced, nobody looks for it. */
    @Bean
    NettyServerCustomizer answersHits(ObjectProvider<DirectHits> hits, ObjectProvider<Tracer> tracer) {
        return server -> server.doOnChannelInit((observer, channel, address) -> hits.ifAvailable(
                known -> new DirectConnection(tracer.getIfAvailable() == null ? known : new TracedHits(known))
                        .join(channel.pipeline())));
    }

    /** Asked for only once all are made: some of them need the cache. */
    @Bean
    ApplicationListener<RefreshRoutesResultEvent> directRoutesFollow(
            DirectRoutes direct,
            GatewaySettings settings,
            ServerProperties server,
            Environment environment,
            RouteLocator routes,
            ObjectProvider<GlobalFilter> global,
            ObjectProvider<WebFilter> web,
            ObjectProvider<HttpHeadersFilter> headers) {
        boolean wanted = settings.cache().directHits().toBytes() > 0;
        return refreshed -> {
            if (wanted && leavesAnswersAlone(server) && !countsRequests(environment)) {
                List<Object> filters = new ArrayList<>(global.stream().toList());
                filters.addAll(web.stream().toList());
                filters.addAll(headers.stream().toList());
                routes.getRoutes().collectList().subscribe(inOrder -> direct.are(inOrder, filters));
            }
        };
    }

    /** Neither compresses them nor believes what proxies say of the client. */
    private static boolean leavesAnswersAlone(ServerProperties server) {
        ServerProperties.ForwardHeadersStrategy forwarded = server.getForwardHeadersStrategy();
        return !server.getCompression().getEnabled()
                && (forwarded == null || forwarded == ServerProperties.ForwardHeadersStrategy.NONE);
    }

    /** Whether the server ends connections by what it sees on them. */
    private static boolean countsRequests(Environment environment) {
        return environment.containsProperty("server.netty.idle-timeout")
                || environment.containsProperty("server.netty.max-keep-alive-requests");
    }
}

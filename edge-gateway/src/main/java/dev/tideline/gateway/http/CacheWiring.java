package dev.tideline.gateway.http;

import dev.tideline.events.GatewayStatus;
import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.edge.EdgeEvents;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.purge.CoherenceSettings;
import dev.tideline.gateway.purge.HotKeys;
import dev.tideline.gateway.purge.OtherLogListeners;
import dev.tideline.gateway.status.CacheStatsSource;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.gateway.store.MemoryTier;
import dev.tideline.gateway.store.Tiers;
import dev.tideline.placement.Placement;
import dev.tideline.settings.WrongSetting;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import reactor.netty.http.client.HttpClient;

/** Puts the cache together. */
@Configuration(proxyBeanMethods = false)
class CacheWiring {

    private static final Duration BREAKER_PAUSE = Duration.ofSeconds(1);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    CacheEvents cacheEvents(MeterRegistry meters) {
        return new MicrometerEvents(meters);
    }

    @Bean
    MemoryTier memoryTier(GatewaySettings settings, MeterRegistry meters) {
        DataSize bytes = settings.cache().l1();
        DataSize heap = DataSize.ofBytes(Runtime.getRuntime().maxMemory());
        // A heap that is full of what is kept is collected all the time.
        WrongSetting.unless(
                bytes.toBytes() <= heap.toBytes() / 2,
                "tideline.cache.l1",
                bytes,
                "at most half of the heap, which has " + heap.toMegabytes() + "MB here (-Xmx, -XX:MaxRAMPercentage)");
        MemoryTier tier = new MemoryTier(bytes.toBytes(), settings.cache().maxVariants());
        Gauge.builder("tideline.cache.bytes", tier, MemoryTier::bytes)
                .tag("tier", "l1")
                .register(meters);
        Gauge.builder("tideline.cache.urls", tier, MemoryTier::size)
                .tag("tier", "l1")
                .register(meters);
        return tier;
    }

    @Bean
    Tiers tiers(MemoryTier near, RegionWiring.Region region, Clock clock, CacheEvents events) {
        return new Tiers(near, region.tier().orElse(null), clock, events);
    }

    @Bean
    Replies replies(GatewaySettings settings, Clock clock) {
        return new Replies("tideline-" + settings.instance(), clock);
    }

    @Bean
    OriginClient originClient(
            HttpClient gatewayHttpClient,
            Clock clock,
            RefillSettings refill,
            HotKeys<CacheKey, Ask> hot,
            CacheEvents events) {
        return new OriginClient(
                gatewayHttpClient, clock, new OriginClient.Governed(BREAKER_PAUSE, refill, hot::heat), events);
    }

    @Bean
    RouteBook routeBook(GatewaySettings settings, HttpClientProperties client, GatewayProperties routes) {
        RouteBook book = new RouteBook(settings, client);
        // Configured routes are read now, so that a wrong word stops the start and not a request.
        routes.getRoutes().forEach(route -> book.caching(String.valueOf(route.getId()), route.getMetadata()));
        return book;
    }

    @Bean
    Known known() {
        return new Known(new SearchRules(), new Groups(), new Notes());
    }

    @Bean
    Explain explain(RouteLocator routes, RouteBook book, Tiers tiers, LogViews logs, Known known, Clock clock) {
        return new Explain(routes, book, tiers, logs, known.notes(), clock);
    }

    @Bean
    CacheStatsSource cacheStats(MemoryTier tier) {
        return () -> new GatewayStatus.CacheStats(tier.size(), tier.bytes(), tier.hits(), tier.misses());
    }

    @Bean
    Sessions sessions(CoherenceSettings coherence) {
        return new Sessions(coherence.sessionWait());
    }

    @Bean
    Follow follow(ObjectProvider<Placement> placement, CoherenceSettings coherence) {
        return new Follow(placement.getIfAvailable(() -> new Placement(Set.of(), Map.of())), coherence.clockSkew());
    }

    @Bean
    HotKeys<CacheKey, Ask> hotKeys(HotSettings settings) {
        return new HotKeys<>(settings.keys(), settings.reads());
    }

    /** Where no purge log is followed, nothing is ever struck. */
    @Bean(initMethod = "start")
    HotRefresh hotRefresh(HotKeys<CacheKey, Ask> hot, HotSettings settings, Fills fills) {
        return new HotRefresh(hot, settings, fills::again);
    }

    @Bean
    OtherLogListeners hotRefreshOfOthers(HotRefresh hot) {
        return (home, log) -> hot;
    }

    @Bean
    Fills fills(
            GatewaySettings settings,
            Tiers tiers,
            OriginClient origin,
            RegionWiring.Region region,
            Replies replies,
            CacheEvents events,
            Keeping keeping,
            NamedHomes homes,
            HotKeys<CacheKey, Ask> hot,
            RefillSettings refill,
            MeterRegistry meters) {
        Fetches fetches = new Fetches(
                origin, tiers, keeping, replies, events, homes, settings.fill().stall());
        Fills.Bounds bounds = new Fills.Bounds(settings.fill(), refill.staleAfter());
        Fills fills = new Fills(tiers, fetches, region.lease(), replies, events, hot, bounds);
        Gauge.builder("tideline.cache.fills", fills, Fills::underWay).register(meters);
        Gauge.builder("tideline.cache.refreshing", fills, Fills::refreshing).register(meters);
        return fills;
    }

    @Bean
    Arrival arrival() {
        return new Arrival();
    }

    @Bean
    EdgeTold edgeTold(GatewaySettings settings, ObjectProvider<EdgeEvents> events, Clock clock) {
        return new EdgeTold(events.getIfAvailable(() -> EdgeEvents.NONE), settings.region(), settings.colo(), clock);
    }

    @Bean
    OwnHeaders ownHeaders(GatewaySettings settings, Clock clock) {
        return new OwnHeaders(settings.colo(), clock);
    }

    @Bean
    Outgoing outgoing(
            OwnHeaders own, LogViews logs, Sessions sessions, Replies replies, CacheEvents events, EdgeTold edge) {
        return new Outgoing(own, logs, sessions, replies, events, edge);
    }

    @Bean
    Keeping keeping(Tiers tiers, Replies replies, CacheEvents events, Known known) {
        return new Keeping(tiers, replies, events, known);
    }

    @Bean
    PostAnswers.KeyedOnly keyedOnly() {
        return new PostAnswers.KeyedOnly();
    }

    @Bean
    NamedHomes namedHomes(
            GatewaySettings settings,
            ObjectProvider<Placement> placement,
            Tiers tiers,
            Keeping keeping,
            Replies replies,
            CacheEvents events) {
        Placement rules = placement.getIfAvailable(() -> new Placement(Set.of(), Map.of()));
        return new NamedHomes(rules.responses(), settings.region(), tiers, keeping, replies, events);
    }

    @Bean
    PassThrough passThrough(
            GatewaySettings settings,
            Fills fills,
            Keeping keeping,
            Known known,
            Replies replies,
            Outgoing outgoing,
            NamedHomes homes,
            CacheEvents events) {
        Invalidations invalidations = new Invalidations(fills, known.search(), known.groups());
        PostAnswers posts = new PostAnswers(keeping, settings.fill().stall());
        return new PassThrough(invalidations, posts, replies, outgoing, events, homes);
    }

    @Bean
    CacheFilter cacheFilter(
            Fills fills,
            RouteBook routes,
            Follow follow,
            LogViews logs,
            Sessions sessions,
            Known known,
            PassThrough passThrough,
            Outgoing outgoing,
            Replies replies,
            DirectHits direct,
            ObjectProvider<HttpHeadersFilter> headersFilters) {
        RequestFields fields = new RequestFields(headersFilters.orderedStream().toList());
        return new CacheFilter(
                fills, follow, logs, sessions, known.search(), routes, passThrough, outgoing, replies, direct, fields);
    }

    @Bean
    ReplyWriter replyWriter() {
        return new ReplyWriter();
    }
}

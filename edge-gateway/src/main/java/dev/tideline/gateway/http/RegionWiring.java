package dev.tideline.gateway.http;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.gateway.store.FrameSeal;
import dev.tideline.gateway.store.RedisCalls;
import dev.tideline.gateway.store.RedisConnections;
import dev.tideline.gateway.store.RedisLease;
import dev.tideline.gateway.store.RedisTier;
import dev.tideline.gateway.store.RegionLease;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.EpollProvider;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

/** Puts together what the instances of a region share: the second tier and the right to fetch, both in one Redis. */
@Configuration(proxyBeanMethods = false)
class RegionWiring {

    private static final Duration CONNECT = Duration.ofSeconds(1);

    /**
     * A command that cannot be sent now is a miss now: nothing is queued for a Redis that is away. What else is set of the
     * client, as TLS, stays.
     */
    @Bean
    LettuceClientOptionsBuilderCustomizer lettuceRefusesWhileAway(GatewaySettings settings) {
        Duration timeout = settings.cache().l2().timeout();
        return client -> client.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.builder().fixedTimeout(timeout).build())
                .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).build());
    }

    /** On each of the server's event loops; to a Redis of several nodes, as Spring's factory makes it, for all of them. */
    @Bean
    @ConditionalOnProperty("tideline.cache.l2.enabled")
    RedisConnections redisConnections(
            LettuceConnectionFactory factory,
            ObjectProvider<DataRedisConnectionDetails> where,
            ObjectProvider<ReactorResourceFactory> server) {
        ReactorResourceFactory resources = server.getIfAvailable();
        boolean several = factory.isClusterAware()
                || factory.isRedisSentinelAware()
                || where.stream().anyMatch(known -> known.getMasterReplica() != null);
        List<EventLoop> loops = several || resources == null ? List.of() : loops(resources.getLoopResources());
        return loops.isEmpty() ? RedisConnections.one(factory) : RedisConnections.onEach(loops, factory);
    }

    /** The server's event loops, if the Redis client's channels can run on them; else none. */
    private static List<EventLoop> loops(LoopResources resources) {
        List<EventLoop> loops = new ArrayList<>();
        if (EpollProvider.isAvailable()) {
            resources.onServer(LoopResources.DEFAULT_NATIVE).forEach(executor -> {
                if (executor instanceof IoEventLoop loop && loop.isIoType(EpollIoHandler.class)) {
                    loops.add(loop);
                }
            });
        }
        return loops;
    }

    /** The region's tier, if it has one. */
    record Region(Optional<RedisTier> tier, RegionLease lease) {}

    @Bean
    Region region(
            GatewaySettings settings,
            ObjectProvider<RedisConnections> connections,
            ObjectProvider<FrameSeal> seals,
            Clock clock,
            CacheEvents events) {
        GatewaySettings.L2 l2 = settings.cache().l2();
        if (!l2.enabled()) {
            return new Region(Optional.empty(), RegionLease.ALONE);
        }
        RedisCalls redis = new RedisCalls(connections.getObject(), l2.timeout(), events);
        RedisLease lease = new RedisLease(
                redis, l2.prefix(), settings.fill().lease(), settings.fill().passMemory());
        // A frame is the body, its header section and little more.
        long maxBytes = settings.cache().maxEntry().toBytes() + (64 << 10);
        RedisTier.Bounds bounds = new RedisTier.Bounds(
                maxBytes, settings.cache().maxVariants(), settings.cache().keepStale());
        FrameSeal seal = seals.getIfAvailable(() -> FrameSeal.NONE);
        return new Region(Optional.of(new RedisTier(redis, l2.prefix(), lease, bounds, seal, clock, events)), lease);
    }
}

package dev.tideline.gateway.placement;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.store.FrameSeal;
import dev.tideline.gateway.subject.ResidencySeals;
import dev.tideline.gateway.subject.SubjectKeys;
import dev.tideline.placement.Placement;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.netty.http.client.HttpClient;

/** Puts the placement's rules before the cache and before the door for writes. */
@Configuration(proxyBeanMethods = false)
public class PlacementConfiguration {

    @Bean
    PlacementEvents placementEvents(MeterRegistry meters, Placement placement, GatewaySettings gateway) {
        return new MicrometerPlacementEvents(meters, placement, gateway.region());
    }

    @Bean
    Homes homes(Placement placement, GatewaySettings gateway, ResidencySettings settings) {
        return new Homes(placement, gateway, settings);
    }

    @Bean
    KeptHomes keptHomes(Placement placement, GatewaySettings gateway, ResidencySettings settings) {
        return KeptHomes.of(placement, gateway.region(), settings);
    }

    @Bean
    PlacementFilter placementFilter(
            Placement placement,
            GatewaySettings gateway,
            Homes homes,
            ResidencySettings settings,
            ObjectProvider<CopyDoor> copies,
            PlacementEvents events) {
        return new PlacementFilter(
                placement,
                gateway.region(),
                homes,
                settings.blockedBy(),
                copies.getIfAvailable(() -> CopyDoor.NONE),
                events);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    HomeDoor homeDoor(
            Placement placement,
            GatewaySettings gateway,
            Homes homes,
            ResidencySettings settings,
            HttpClient gatewayHttpClient,
            PlacementEvents events) {
        HomeClient client =
                new HomeClient(gatewayHttpClient, gateway.region(), gateway.instance(), settings.forwardTimeout());
        return new HomeDoor(placement, gateway.region(), homes, client, settings.blockedBy(), events);
    }

    @Bean
    FrameSeal residencySeals(Placement placement, Homes homes, SubjectKeys keys) {
        boolean bound =
                placement.collections().values().stream().anyMatch(collection -> collection.residency() != null);
        return bound ? new ResidencySeals(placement, homes::origin, keys) : FrameSeal.NONE;
    }

    @Bean(initMethod = "start")
    @ConditionalOnProperty("tideline.cache.l2.enabled")
    RegionCleaning regionCleaning(Placement placement, GatewaySettings gateway, ReactiveStringRedisTemplate redis) {
        return new RegionCleaning(redis, gateway.cache().l2().prefix(), placement, gateway.region());
    }
}

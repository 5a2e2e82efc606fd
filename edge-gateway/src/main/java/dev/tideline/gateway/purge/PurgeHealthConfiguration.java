package dev.tideline.gateway.purge;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Part of readiness, which names it whether a purge log is followed or not. */
@Configuration(proxyBeanMethods = false)
class PurgeHealthConfiguration {

    /** Before the replay is done this instance may not trust what it, or its region, has stored. */
    @Bean
    HealthIndicator purgeLogHealthIndicator(ObjectProvider<PurgeFollower> followers) {
        return () -> {
            PurgeFollower follower = followers.getIfAvailable();
            if (follower == null) {
                return Health.up().withDetail("followed", false).build();
            }
            return (follower.isCaughtUp() ? Health.up() : Health.outOfService()).build();
        };
    }
}

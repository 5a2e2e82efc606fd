package dev.tideline.gateway.purge;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Part of readiness, which names it whether a purge log is followed or not. */
@Configuration(proxyBeanMethods = false)
class PurgeHealthConfiguration {

    /**
     * Before the replay is done this instance may not trust what it, or its region, has stored. Other homes' logs are told of and
     * do not count: without them their data are fetched, and this home's are served.
     */
    @Bean
    HealthIndicator purgeLogHealthIndicator(ObjectProvider<PurgeFollower> followers, ObjectProvider<OtherLogs> others) {
        return () -> {
            PurgeFollower follower = followers.getIfAvailable();
            if (follower == null) {
                return Health.up().withDetail("followed", false).build();
            }
            Health.Builder health = follower.isCaughtUp() ? Health.up() : Health.outOfService();
            others.getIfAvailable(() -> OtherLogs.NONE)
                    .byHome()
                    .forEach(
                            (home, other) -> health.withDetail(home, other.isReplayed() ? "replayed" : "not replayed"));
            return health.build();
        };
    }
}

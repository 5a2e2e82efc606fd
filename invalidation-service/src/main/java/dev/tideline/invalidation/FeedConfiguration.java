package dev.tideline.invalidation;

import dev.tideline.invalidation.feed.ChangeFeed;
import dev.tideline.invalidation.feed.ErasureOrders;
import dev.tideline.invalidation.feed.PurgeWriter;
import dev.tideline.invalidation.fleet.ErasureLedger;
import dev.tideline.invalidation.fleet.Fleet;
import dev.tideline.invalidation.fleet.FleetFeed;
import dev.tideline.invalidation.fleet.Member;
import dev.tideline.invalidation.fleet.News;
import dev.tideline.invalidation.fleet.RecentPurges;
import dev.tideline.invalidation.plan.PurgePlanner;
import dev.tideline.invalidation.token.Caller;
import dev.tideline.invalidation.token.TokenBook;
import dev.tideline.invalidation.trace.ChangeTraces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the service together. Beans close in the reverse order: the feed before its writer. */
@Configuration(proxyBeanMethods = false)
class FeedConfiguration {

    @Bean
    TokenBook tokenBook(InvalidationSettings settings) {
        List<TokenBook.Entry> entries = settings.tokens().stream()
                .map(token -> new TokenBook.Entry(token.hash(), new Caller(token.name(), token.roles())))
                .toList();
        return new TokenBook(entries);
    }

    @Bean
    FeedObservation feedObservation(MeterRegistry meters) {
        return new FeedObservation(meters);
    }

    @Bean
    PurgeWriter purgeWriter(KafkaProperties kafka) {
        return new PurgeWriter(kafka.buildProducerProperties());
    }

    @Bean
    ErasureOrders erasureOrders(KafkaProperties kafka) {
        return new ErasureOrders(kafka.buildProducerProperties());
    }

    @Bean(initMethod = "start")
    ErasureLedger erasureLedger(
            RecentPurges purges, Fleet fleet, FleetFeed feed, KafkaProperties kafka, FeedObservation observation) {
        return new ErasureLedger(
                purges,
                fleet,
                feed,
                kafka.buildConsumerProperties(),
                kafka.buildProducerProperties(),
                Clock.systemUTC(),
                observation::failed);
    }

    @Bean(initMethod = "start")
    ChangeFeed changeFeed(
            PurgeWriter writer,
            KafkaProperties kafka,
            InvalidationSettings settings,
            FeedObservation observation,
            ObjectProvider<ChangeTraces> traces) {
        return new ChangeFeed(
                new PurgePlanner(settings.widenAbove()),
                writer::append,
                kafka.buildConsumerProperties(),
                settings.heartbeat(),
                Clock.systemUTC(),
                observation,
                traces.getIfAvailable(() -> ChangeTraces.NONE));
    }

    @Bean
    Fleet fleet(InvalidationSettings settings) {
        return new Fleet(settings.fleet().goneAfter(), settings.fleet().forgetAfter());
    }

    @Bean
    MeterBinder fleetMeters(Fleet fleet) {
        return meters -> {
            for (Member.Presence presence : Member.Presence.values()) {
                Gauge.builder(
                                "tideline.fleet.instances",
                                fleet,
                                known -> known.members(Clock.systemUTC().instant()).stream()
                                        .filter(member -> member.presence() == presence)
                                        .count())
                        .description("Gateway instances heard of")
                        .tag("presence", presence.name().toLowerCase(Locale.ROOT))
                        .register(meters);
            }
        };
    }

    @Bean
    RecentPurges recentPurges(InvalidationSettings settings) {
        return new RecentPurges(settings.purge().maxRemembered());
    }

    @Bean
    News news() {
        return new News();
    }

    @Bean(initMethod = "start")
    FleetFeed fleetFeed(
            Fleet fleet,
            RecentPurges purges,
            News news,
            KafkaProperties kafka,
            InvalidationSettings settings,
            FeedObservation observation) {
        FleetFeed.Reach reach =
                new FleetFeed.Reach(settings.purge().memory(), settings.fleet().goneAfter(), settings.topicReplicas());
        return new FleetFeed(
                fleet, purges, news, kafka.buildConsumerProperties(), reach, Clock.systemUTC(), observation::failed);
    }

    /** Part of readiness: before the log was reached nothing can be purged. */
    @Bean
    HealthIndicator purgesHealthIndicator(FleetFeed feed) {
        return () -> (feed.log().isEmpty() ? Health.outOfService() : Health.up()).build();
    }
}

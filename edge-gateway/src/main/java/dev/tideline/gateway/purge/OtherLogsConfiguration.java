package dev.tideline.gateway.purge;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.placement.KeptHomes;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Follows the purge logs of the other homes of whose data copies are kept here. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "tideline.coherence.enabled", matchIfMissing = true)
class OtherLogsConfiguration {

    @Bean
    OtherLogs otherLogs(KeptHomes homes, GatewaySettings gateway, CoherenceSettings settings) {
        Map<String, OtherLog> byHome = new HashMap<>();
        homes.kafka().keySet().forEach(home -> {
            PurgeLog log = new PurgeLog(gateway.region(), settings.maxScopes());
            byHome.put(home, new OtherLog(log, new SessionGate(log, settings.maxSessionWaiters())));
        });
        return new OtherLogs(byHome);
    }

    /** Every bean that listens is told, in the order of its {@code @Order}. */
    @Bean(initMethod = "start")
    OtherFollowers otherFollowers(
            OtherLogs logs,
            KeptHomes homes,
            CoherenceSettings settings,
            KafkaProperties kafka,
            MeterRegistry meters,
            ObjectProvider<OtherLogListeners> listeners,
            ObjectProvider<Tracer> tracer) {
        List<PurgeFollower> followers = new ArrayList<>();
        logs.byHome().forEach((home, other) -> {
            List<FollowerListener> each = new ArrayList<>();
            each.add(other);
            each.add(new FollowerObservation(home, other.log(), other.gate(), meters, Clock.systemUTC()));
            listeners.orderedStream().map(one -> one.of(home, other)).forEach(each::add);
            tracer.stream().map(PurgeTraces::new).forEach(each::add);
            followers.add(new PurgeFollower(
                    other.log(),
                    homes.reaching(home, kafka.buildConsumerProperties()),
                    settings.replay(),
                    Clock.systemUTC(),
                    FollowerListener.all(each)));
        });
        return new OtherFollowers(followers);
    }
}

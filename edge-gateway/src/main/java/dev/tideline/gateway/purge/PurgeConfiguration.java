package dev.tideline.gateway.purge;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.placement.ResidencySettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import java.time.Clock;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Follows the purge log of this gateway's own Kafka, unless {@code tideline.coherence.enabled} is false. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "tideline.coherence.enabled", matchIfMissing = true)
class PurgeConfiguration {

    @Bean
    PurgeLog purgeLog(GatewaySettings gateway, CoherenceSettings settings) {
        return new PurgeLog(gateway.region(), settings.maxScopes());
    }

    @Bean
    SessionGate sessionGate(PurgeLog log, CoherenceSettings settings) {
        return new SessionGate(log, settings.maxSessionWaiters());
    }

    @Bean
    FollowerObservation followerObservation(
            ResidencySettings residency, PurgeLog log, SessionGate gate, MeterRegistry meters) {
        String home = Objects.requireNonNullElse(residency.cell(), FollowerObservation.SHARED);
        return new FollowerObservation(home, log, gate, meters, Clock.systemUTC());
    }

    /** Every bean that listens is told, in the order of its {@code @Order}. */
    @Bean(initMethod = "start")
    PurgeFollower purgeFollower(
            PurgeLog log,
            CoherenceSettings settings,
            KafkaProperties kafka,
            ObjectProvider<FollowerListener> listeners,
            ObjectProvider<Tracer> tracer) {
        Stream<FollowerListener> traces = tracer.stream().map(PurgeTraces::new);
        return new PurgeFollower(
                log,
                kafka.buildConsumerProperties(),
                settings.replay(),
                Clock.systemUTC(),
                FollowerListener.all(
                        Stream.concat(listeners.orderedStream(), traces).toList()));
    }
}

package dev.tideline.gateway.status;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.placement.KeptHomes;
import dev.tideline.gateway.purge.PurgeLog;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reports this instance's status, unless {@code tideline.coherence.enabled} is false. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "tideline.coherence.enabled", matchIfMissing = true)
class StatusConfiguration {

    @Bean(initMethod = "start")
    StatusReporter statusReporter(
            GatewaySettings gateway, PurgeLog log, ObjectProvider<CacheStatsSource> cache, KafkaProperties kafka) {
        return new StatusReporter(
                identity(gateway),
                log,
                cache.getIfAvailable(StatusReporter::noStats),
                new KafkaProducer<>(producer(kafka.buildProducerProperties())),
                Clock.systemUTC());
    }

    /** Each other home hears of this instance too, so that its purges have a receipt from here. */
    @Bean
    OtherReporters otherReporters(
            GatewaySettings gateway, KeptHomes homes, ObjectProvider<CacheStatsSource> cache, KafkaProperties kafka) {
        CacheStatsSource stats = cache.getIfAvailable(StatusReporter::noStats);
        return new OtherReporters((home, log) -> new StatusReporter(
                identity(gateway),
                log,
                stats,
                new KafkaProducer<>(producer(homes.reaching(home, kafka.buildProducerProperties()))),
                Clock.systemUTC()));
    }

    private static StatusReporter.Identity identity(GatewaySettings gateway) {
        return new StatusReporter.Identity(gateway.instance(), gateway.region(), gateway.colo());
    }

    /** A status is worth nothing a second later: few are kept for a Kafka that is away, and none blocks the reporter. */
    static Map<String, Object> producer(Map<String, Object> common) {
        Map<String, Object> settings = new HashMap<>(common);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "1");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3_000);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return settings;
    }
}

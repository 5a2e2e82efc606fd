package dev.tideline.gateway.replica;

import dev.tideline.events.ResourceKey;
import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.placement.CopyDoor;
import dev.tideline.gateway.purge.CoherenceSettings;
import dev.tideline.gateway.purge.EntryScopes;
import dev.tideline.gateway.purge.PurgeLog;
import dev.tideline.gateway.purge.SessionGate;
import dev.tideline.gateway.purge.Verdict;
import dev.tideline.pages.PageRules;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.CollectionPlacement.Tier;
import dev.tideline.placement.Placement;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps copies of the replicated collections, unless {@code tideline.coherence.enabled} is false. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "tideline.coherence.enabled", matchIfMissing = true)
public class ReplicaConfiguration {

    @Bean(initMethod = "start")
    ReplicaFollower replicaFollower(
            Placement placement, ReplicaSettings settings, KafkaProperties kafka, MeterRegistry meters) {
        Set<String> wanted = placement.collections().values().stream()
                .filter(collection -> collection.tier() == Tier.REPLICATED)
                .map(CollectionPlacement::name)
                .collect(Collectors.toUnmodifiableSet());
        long maxBytes = settings.maxSize().toBytes();
        ReplicaFollower follower = new ReplicaFollower(
                kafka.buildConsumerProperties(), wanted, maxBytes, new ReplicaEvents(meters, wanted, maxBytes));
        Gauge.builder(
                        "tideline.replicas.bytes",
                        follower,
                        one -> one.copies().map(Copies::bytes).orElse(0L))
                .register(meters);
        return follower;
    }

    @Bean
    CopyDoor copyReads(
            ReplicaFollower follower,
            ReplicaSettings settings,
            GatewaySettings gateway,
            CoherenceSettings coherence,
            ObjectProvider<PurgeLog> log,
            ObjectProvider<SessionGate> gate,
            Clock clock) {
        PurgeLog followed = log.getIfAvailable();
        SessionGate sessions = gate.getIfAvailable();
        return new CopyReads(
                follower::copies,
                (resource, version) -> followed == null || isCurrent(followed, resource, version),
                new CopySessions(ticket -> sessions != null && sessions.isOurs(ticket)),
                new PageRules(settings.page(), settings.maxPage()),
                new CopyVoucher(gateway.instance(), gateway.colo(), coherence.clockSkew(), clock));
    }

    /** As of now, so that nothing but a version that a purge has named can speak against it. */
    private static boolean isCurrent(PurgeLog log, ResourceKey resource, long version) {
        EntryScopes scopes = EntryScopes.of("/api/" + resource, resource, List.of());
        return !(log.check(scopes, log.now(), version) instanceof Verdict.Dead);
    }
}

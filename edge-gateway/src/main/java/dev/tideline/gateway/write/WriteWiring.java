package dev.tideline.gateway.write;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.placement.Onward;
import dev.tideline.gateway.subject.SubjectKeys;
import dev.tideline.placement.Placement;
import dev.tideline.settings.WrongSetting;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.opentelemetry.api.trace.Tracer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.gateway.config.HttpClientSslConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Puts the write API together. Its routes come before those of Spring Cloud Gateway, which get everything else. */
@Configuration(proxyBeanMethods = false)
class WriteWiring {

    private static final Duration OUTCOME_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration SLACK = Duration.ofSeconds(5);
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    @Bean
    WriteAdmission writeAdmission(Placement placement, GatewaySettings gateway, WriteSettings settings) {
        try {
            return new WriteAdmission(
                    placement, gateway.region(), settings.maxBody().toBytes(), settings.maxDepth());
        } catch (IllegalArgumentException refused) {
            throw new WrongSetting("tideline.placement", gateway.placement(), String.valueOf(refused.getMessage()));
        }
    }

    @Bean
    KafkaWriteLog writeLog(KafkaProperties kafka, WriteSettings settings) {
        return new KafkaWriteLog(
                kafka.buildProducerProperties(),
                settings.log(),
                settings.intake().maxRequests());
    }

    @Bean(initMethod = "start")
    QueueWatch queueWatch(KafkaProperties kafka, WriteSettings settings, ObjectProvider<Clock> clock) {
        return new QueueWatch(kafka.buildAdminProperties(), settings.queue(), clock(clock));
    }

    @Bean
    RecentWrites recentWrites(WriteSettings settings) {
        Duration longest = settings.idempotency()
                .lookup()
                .plus(settings.log().deadline())
                .plus(settings.waiting().limit());
        return new RecentWrites(settings.idempotency(), longest.plus(SLACK));
    }

    @Bean
    OriginOutcomes writeOutcomes(GatewaySettings gateway, ObjectProvider<HttpClientSslConfigurer> ssl) {
        return new OriginOutcomes("write-outcomes", trust(ssl), gateway.originUrl(), OUTCOME_TIMEOUT);
    }

    /** As {@link #writeOutcomes}, for writes that wait for the answer before they are queued. */
    @Bean
    OriginOutcomes earlierWrites(
            GatewaySettings gateway, WriteSettings settings, ObjectProvider<HttpClientSslConfigurer> ssl) {
        return new OriginOutcomes(
                "earlier-writes",
                trust(ssl),
                gateway.originUrl(),
                settings.idempotency().lookup());
    }

    /** As the gateway's other requests to its origins. */
    private static UnaryOperator<HttpClient> trust(ObjectProvider<HttpClientSslConfigurer> ssl) {
        HttpClientSslConfigurer known = ssl.getIfAvailable();
        return known == null ? UnaryOperator.identity() : known::configureSsl;
    }

    @Bean
    MeterBinder writeBreakers(List<OriginOutcomes> guarded) {
        return registry -> guarded.forEach(
                one -> new TaggedCircuitBreakerMetricsPublisher(registry).publishMetrics(one.breaker()));
    }

    @Bean
    RouterFunction<ServerResponse> writeRoutes(
            WriteAdmission admission,
            KafkaWriteLog log,
            Placement placement,
            SubjectKeys keys,
            GatewaySettings gateway,
            QueueWatch queue,
            RecentWrites recent,
            @Qualifier("writeOutcomes") OriginOutcomes outcomes,
            @Qualifier("earlierWrites") OriginOutcomes earlier,
            ObjectProvider<Onward> homes,
            WriteSettings settings,
            ObjectProvider<Clock> clocks,
            ObjectProvider<MeterRegistry> registry,
            ObjectProvider<Tracer> tracer) {
        Clock clock = clock(clocks);
        Intake intake = new Intake(settings.intake());
        OutcomeWait wait = new OutcomeWait(outcomes, settings.waiting());
        WriteEvents events = events(registry.stream().findFirst(), queue, intake, wait);
        WriteLog sealing = new SealingWriteLog(log, placement, keys, gateway.originUrl());
        Acceptance acceptance =
                new Acceptance(traced(sealing, tracer.getIfAvailable()), earlier, recent, settings, clock, events);
        WriteDoor door = new WriteDoor(
                admission,
                queue,
                intake,
                acceptance,
                wait,
                homes.getIfAvailable(() -> WriteWiring::misdirected),
                settings,
                clock,
                events);
        return routes(door, new StatusDoor(outcomes, new OutcomeSearch(outcomes, queue::lastPositions), recent));
    }

    /** Without rules for homes nothing belongs to another. */
    private static Mono<ServerResponse> misdirected(ServerRequest request, byte[] body, String home) {
        return Responses.of(Answer.of(Refusals.notTheHome("what is at home in " + home)));
    }

    private static WriteLog traced(WriteLog log, @Nullable Tracer tracer) {
        return tracer == null ? log : new TracedWriteLog(log, tracer);
    }

    private static WriteEvents events(
            Optional<MeterRegistry> registry, QueueWatch queue, Intake intake, OutcomeWait wait) {
        if (registry.isEmpty()) {
            return WriteEvents.NONE;
        }
        MicrometerWriteEvents events = new MicrometerWriteEvents(registry.get());
        events.gauges(queue, intake, wait);
        return events;
    }

    static RouterFunction<ServerResponse> routes(WriteDoor door, StatusDoor status) {
        return RouterFunctions.route()
                .route(RequestPredicates.path("/api/**").and(request -> !READS.contains(request.method())), door::write)
                .GET("/writes/{id}", status::status)
                .build();
    }

    private static Clock clock(ObjectProvider<Clock> clock) {
        return clock.getIfAvailable(Clock::systemUTC);
    }
}

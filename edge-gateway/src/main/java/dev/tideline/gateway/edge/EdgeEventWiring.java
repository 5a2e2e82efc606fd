package dev.tideline.gateway.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Puts the queue and what stands behind it together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EdgeEventSettings.class)
class EdgeEventWiring {

    @Bean(initMethod = "start")
    EdgeEventQueue edgeEvents(EdgeEventSettings settings, KafkaProperties kafka, MeterRegistry meters) {
        List<EdgeEventSink> sinks = new ArrayList<>();
        if (settings.url() != null) {
            sinks.add(new UrlSink(settings.url(), settings.timeout()));
        }
        if (settings.topic() != null) {
            sinks.add(new TopicSink(settings.topic(), kafka.buildProducerProperties(), settings.timeout()));
        }
        return new EdgeEventQueue(settings, List.copyOf(sinks), json(), meters);
    }

    static JsonMapper json() {
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .changeDefaultPropertyInclusion(
                        _ -> JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .build();
    }
}

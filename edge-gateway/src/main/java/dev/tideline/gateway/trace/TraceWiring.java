package dev.tideline.gateway.trace;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.placement.Placement;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.resources.Resource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Traces by Spring Boot's own SDK, exporter and settings, which {@code application.yaml} leaves out otherwise. Whoever finds a
 * {@link Tracer} makes spans with it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression(TraceWiring.WANTED)
@Import({
    OpenTelemetrySdkAutoConfiguration.class,
    OpenTelemetryTracingAutoConfiguration.class,
    OtlpTracingAutoConfiguration.class
})
class TraceWiring {

    static final String WANTED = "T(org.springframework.util.StringUtils)"
            + ".hasText(environment.getProperty('management.opentelemetry.tracing.export.otlp.endpoint'))";

    @Bean
    SdkTracerProviderBuilderCustomizer spansNameTheirInstance(GatewaySettings gateway) {
        Resource instance = Resource.create(Attributes.of(
                AttributeKey.stringKey("service.instance.id"),
                gateway.instance(),
                AttributeKey.stringKey("tideline.region"),
                gateway.region(),
                AttributeKey.stringKey("tideline.colo"),
                gateway.colo()));
        return provider -> provider.addResource(instance);
    }

    @Bean
    TraceFilter traceFilter(Tracer tracer, Placement placement) {
        return new TraceFilter(tracer, placement);
    }
}

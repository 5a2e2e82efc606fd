package dev.tideline.writer.trace;

import dev.tideline.writer.WriterSettings;
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

/** Traces by Spring Boot's own SDK, exporter and settings, which {@code application.yaml} leaves out otherwise. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("T(org.springframework.util.StringUtils)"
        + ".hasText(environment.getProperty('management.opentelemetry.tracing.export.otlp.endpoint'))")
@Import({
    OpenTelemetrySdkAutoConfiguration.class,
    OpenTelemetryTracingAutoConfiguration.class,
    OtlpTracingAutoConfiguration.class
})
class TraceWiring {

    @Bean
    SdkTracerProviderBuilderCustomizer spansNameTheirInstance(WriterSettings settings) {
        Resource instance =
                Resource.create(Attributes.of(AttributeKey.stringKey("service.instance.id"), settings.instance()));
        return provider -> provider.addResource(instance);
    }

    @Bean
    WriteTraces writeTraces(Tracer tracer) {
        return new WriteTraces(tracer);
    }
}

package dev.tideline.gateway.http;

import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * What the management port has of its own, named in {@code META-INF/spring}. It is no {@code @Configuration}, so that it is
 * not found for the port of the clients as well.
 */
@EnableConfigurationProperties(ExplainSettings.class)
class ManagementWiring {

    @Bean
    ExplainGuard explainGuard(WebEndpointProperties endpoints, ExplainSettings settings) {
        return new ExplainGuard(endpoints.getBasePath(), settings.tokenHash());
    }
}

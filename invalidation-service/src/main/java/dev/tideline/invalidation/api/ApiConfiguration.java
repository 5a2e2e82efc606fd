package dev.tideline.invalidation.api;

import dev.tideline.invalidation.InvalidationSettings;
import dev.tideline.invalidation.api.PurgeController.PurgeLimits;
import dev.tideline.invalidation.feed.ErasureOrders;
import dev.tideline.invalidation.feed.PurgeWriter;
import dev.tideline.invalidation.fleet.ErasureLedger;
import dev.tideline.invalidation.fleet.Fleet;
import dev.tideline.invalidation.fleet.FleetFeed;
import dev.tideline.invalidation.fleet.News;
import dev.tideline.invalidation.fleet.RecentPurges;
import dev.tideline.invalidation.token.TokenBook;
import dev.tideline.placement.PlacementFile;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    @Bean
    PurgeDesk purgeDesk(
            PurgeWriter writer,
            RecentPurges purges,
            Fleet fleet,
            FleetFeed feed,
            News news,
            InvalidationSettings settings) {
        return new PurgeDesk(writer, purges, fleet, feed, news, settings.purge().maxBytes(), Clock.systemUTC());
    }

    @Bean
    ErasureDesk erasureDesk(ErasureOrders orders, PurgeDesk purges, ErasureLedger ledger, News news) {
        return new ErasureDesk(orders, purges, ledger, news, Clock.systemUTC());
    }

    @Bean
    PurgeOrderParser purgeOrderParser(InvalidationSettings settings) {
        Set<String> regions = settings.placement() == null
                ? Set.of()
                : PlacementFile.read(settings.placement()).regions();
        return new PurgeOrderParser(settings.purge().maxScopes(), regions);
    }

    @Bean
    PurgeLimits purgeLimits(InvalidationSettings settings) {
        InvalidationSettings.Purge purge = settings.purge();
        return new PurgeLimits(purge.perSecond(), purge.maxBytes(), purge.maxWait());
    }

    /** Callers are those of the configuration, so there are few limiters. */
    @Bean
    RateLimiterRegistry rateLimiters(InvalidationSettings settings) {
        return RateLimiterRegistry.of(RateLimiterConfig.custom()
                .limitForPeriod(settings.purge().perSecond())
                .limitRefreshPeriod(Duration.ofSeconds(1))
                .timeoutDuration(Duration.ZERO)
                .build());
    }

    @Bean
    WebMvcConfigurer access(TokenBook tokens, JsonMapper json) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new Access(tokens, json));
            }
        };
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Tideline purge API")
                        .version("1")
                        .description(
                                "Purges what gateways have stored, erases data subjects, and tells which instance has "
                                        + "confirmed what."))
                .components(new Components()
                        .addSchemas("Problem", problemSchema())
                        .addSecuritySchemes(
                                "token",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("roles: purge, purge-all, read, erase, replay")))
                .addSecurityItem(new SecurityRequirement().addList("token"));
    }

    private static Schema<?> problemSchema() {
        return new ObjectSchema()
                .description("A problem document (RFC 9457)")
                .addProperty("type", new StringSchema().example("urn:tideline:problem:forbidden"))
                .addProperty("title", new StringSchema())
                .addProperty("status", new Schema<Integer>().type("integer"))
                .addProperty("detail", new StringSchema());
    }

    /** Describes the refusals that {@link Refused} lists. */
    @Bean
    OperationCustomizer refusals() {
        return (operation, handler) -> {
            Refused refused = handler.getMethodAnnotation(Refused.class);
            for (String status : refused == null ? new String[0] : refused.value()) {
                MediaType problem = new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"));
                operation
                        .getResponses()
                        .addApiResponse(
                                status,
                                new ApiResponse()
                                        .description(HttpStatus.valueOf(Integer.parseInt(status))
                                                .getReasonPhrase())
                                        .content(new Content().addMediaType("application/problem+json", problem)));
            }
            return operation;
        };
    }
}

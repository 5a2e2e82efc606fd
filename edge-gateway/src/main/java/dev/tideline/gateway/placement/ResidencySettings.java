package dev.tideline.gateway.placement;

import static dev.tideline.settings.WrongSetting.unless;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the homes of residency-bound data are. A wrong value stops the start with one line.
 *
 * @param homes by region; needed for every other region whose data this one serves
 * @param cell the home whose Kafka this gateway uses, where homes have one each; null where all regions use the same
 * @param blockedBy who is behind the rules, for {@code Link: rel="blocked-by"} of a 451 (RFC 7725 section 4)
 * @param forwardTimeout until a home gateway has answered a write; longer than clients may wait there
 */
@ConfigurationProperties("tideline.residency")
public record ResidencySettings(
        @DefaultValue Map<String, Home> homes,
        @Nullable String cell,
        @Nullable URI blockedBy,
        @DefaultValue("45s") Duration forwardTimeout) {

    /**
     * One home.
     *
     * @param originUrl of its origin-service, for reads
     * @param gatewayUrl of its gateways, for writes
     * @param kafka client settings for its Kafka, {@code bootstrap.servers} at least, over those of {@code spring.kafka}; only
     *     for a home that is not this gateway's cell and of whose data copies are kept here
     */
    public record Home(
            @Nullable URI originUrl,
            @Nullable URI gatewayUrl,
            @DefaultValue Map<String, String> kafka) {

        public Home {
            kafka = Map.copyOf(kafka);
        }
    }

    public ResidencySettings {
        homes = Map.copyOf(homes);
        homes.forEach((region, home) -> {
            String key = "tideline.residency.homes." + region;
            url(home.originUrl(), key + ".origin-url");
            url(home.gatewayUrl(), key + ".gateway-url");
        });
        unless(
                blockedBy == null || blockedBy.isAbsolute(),
                "tideline.residency.blocked-by",
                blockedBy,
                "an absolute URL");
        unless(
                forwardTimeout.isPositive() && forwardTimeout.toMinutes() <= 10,
                "tideline.residency.forward-timeout",
                forwardTimeout,
                "a duration above zero, at most 10m");
    }

    private static void url(@Nullable URI url, String key) {
        boolean http = url != null
                && url.getHost() != null
                && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
        boolean bare = url == null || url.getPath().isEmpty() || url.getPath().equals("/");
        unless(url == null || (http && bare), key, url, "an absolute http or https URL without a path");
    }
}

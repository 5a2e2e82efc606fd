package dev.tideline.gateway.http;

import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.policy.CachePolicy;
import dev.tideline.gateway.policy.KeyRules;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.RouteMetadataUtils;

/** The rules of every route, made when a route is first met and kept while it stays the same. */
final class RouteBook {

    /** Longer request targets are forwarded and not stored. */
    private static final int LONGEST_TARGET = 8192;

    private final GatewaySettings settings;
    private final Duration timeout;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(Map<String, Object> metadata, RouteRules rules) {}

    RouteBook(GatewaySettings settings, HttpClientProperties client) {
        this.settings = settings;
        Duration response = client.getResponseTimeout();
        this.timeout = response == null ? Duration.ofSeconds(30) : response;
    }

    RouteRules rules(Route route) {
        Known found = known.get(route.getId());
        if (found != null && found.metadata().equals(route.getMetadata())) {
            return found.rules();
        }
        RouteRules rules = parse(route);
        known.put(route.getId(), new Known(Map.copyOf(route.getMetadata()), rules));
        return rules;
    }

    private RouteRules parse(Route route) {
        Map<String, Object> metadata = route.getMetadata();
        RouteCaching caching = caching(route.getId(), metadata);
        boolean followed = leadsToOrigin(route.getUri());
        RouteCaching.Query query = caching.query();
        return new RouteRules(
                route.getId(),
                caching,
                new CachePolicy(caching.policy()),
                new KeyRules(route.getId(), query.sort(), query.allow(), query.ignore(), LONGEST_TARGET),
                followed,
                caching.versioned() == null ? followed : caching.versioned(),
                timeout(metadata.get(RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR)),
                number(metadata.get(RouteMetadataUtils.CONNECT_TIMEOUT_ATTR)));
    }

    /** What a route's metadata says; throws a {@link dev.tideline.settings.WrongSetting} for what it cannot say. */
    RouteCaching caching(String route, Map<String, Object> metadata) {
        return RouteCaching.of(
                route,
                metadata,
                (int) settings.cache().maxEntry().toBytes(),
                settings.cache().serveOnDisconnect().toMillis());
    }

    boolean isEnabled(RouteRules rules) {
        return settings.cache().enabled() && rules.caching().enabled();
    }

    private boolean leadsToOrigin(URI uri) {
        URI origin = settings.originUrl();
        return origin.getHost().equals(uri.getHost())
                && port(origin) == port(uri)
                && String.valueOf(origin.getScheme()).equals(uri.getScheme());
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }

    private Duration timeout(@Nullable Object value) {
        Integer ms = number(value);
        return ms == null ? timeout : ms <= 0 ? Duration.ofDays(1) : Duration.ofMillis(ms);
    }

    private static @Nullable Integer number(@Nullable Object value) {
        return value == null ? null : Integer.valueOf(value.toString());
    }
}

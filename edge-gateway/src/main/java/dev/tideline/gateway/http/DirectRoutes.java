package dev.tideline.gateway.http;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.filter.FilterDefinition;
import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteDefinition;

/**
 * On which routes a hit may be answered before the framework sees the request: those of which it is certain that the
 * framework would look at the URL and nothing else. A route is one of them if it and all that are tried before it match by
 * URL alone, if its filters change nothing but the URL, and if no filter of anybody else's is in the way.
 */
final class DirectRoutes {

    private static final Set<String> BY_URL = Set.of("Path", "Host", "Method", "Query");
    private static final Set<String> CHANGE_URL =
            Set.of("StripPrefix", "PrefixPath", "RewritePath", "SetPath", "PreserveHostHeader");

    private final Set<String> byUrl = new HashSet<>();
    private final Set<String> unchanged = new HashSet<>();
    private final boolean filtersAllow;
    private volatile Set<Route> direct = Set.of();

    DirectRoutes(GatewayProperties properties) {
        this.filtersAllow = properties.getDefaultFilters().stream().allMatch(DirectRoutes::changesUrl);
        for (RouteDefinition route : properties.getRoutes()) {
            if (route.getPredicates().stream().allMatch(DirectRoutes::isByUrl)) {
                byUrl.add(String.valueOf(route.getId()));
            }
            if (route.getFilters().stream().allMatch(DirectRoutes::changesUrl)) {
                unchanged.add(String.valueOf(route.getId()));
            }
        }
    }

    private static boolean isByUrl(PredicateDefinition predicate) {
        return BY_URL.contains(predicate.getName());
    }

    private static boolean changesUrl(FilterDefinition filter) {
        return CHANGE_URL.contains(filter.getName());
    }

    /** Whether all of these are of this gateway or its framework. */
    private static boolean nobodyElses(List<?> filters) {
        return filters.stream()
                .map(filter -> filter.getClass().getName())
                .allMatch(name -> name.startsWith("org.springframework.cloud.gateway.")
                        || name.startsWith("org.springframework.web.filter.reactive.")
                        || name.startsWith("dev.tideline."));
    }

    /**
     * Sees what routes there are.
     *
     * @param inOrder as they are tried, first to last
     * @param filters those that see every request
     */
    void are(List<Route> inOrder, List<?> filters) {
        boolean possible = filtersAllow && nobodyElses(filters);
        Set<Route> routes = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Route route : inOrder) {
            if (!possible || !byUrl.contains(route.getId())) {
                break;
            }
            if (unchanged.contains(route.getId())) {
                routes.add(route);
            }
        }
        direct = routes;
    }

    /** Whether it is one of the routes there are now, and hits on it may be answered so. */
    boolean include(Route route) {
        return direct.contains(route);
    }
}

package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.CachePolicy;
import dev.tideline.gateway.policy.KeyRules;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What applies to one route's requests, made once.
 *
 * @param route its id
 * @param caching what its metadata says
 * @param policy the rules of RFC 9111 with the route's overrides
 * @param keys how its keys are made
 * @param followed whether the purge log tells of this route's changes: it leads to Tideline's own origin
 * @param versioned whether {@code ?v=} names an immutable version
 * @param timeout until the head of an answer
 * @param connectTimeout in milliseconds, or null for the client's own
 */
record RouteRules(
        String route,
        RouteCaching caching,
        CachePolicy policy,
        KeyRules keys,
        boolean followed,
        boolean versioned,
        Duration timeout,
        @Nullable Integer connectTimeout) {

    /** The largest body that is kept, in bytes. */
    int maxEntry() {
        return caching.maxEntry();
    }
}

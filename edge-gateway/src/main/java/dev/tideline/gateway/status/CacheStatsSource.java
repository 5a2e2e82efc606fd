package dev.tideline.gateway.status;

import dev.tideline.events.GatewayStatus.CacheStats;

/** Where the report takes the cache's figures from. Asked once for each report; must not block. */
@FunctionalInterface
public interface CacheStatsSource {
    CacheStats now();
}

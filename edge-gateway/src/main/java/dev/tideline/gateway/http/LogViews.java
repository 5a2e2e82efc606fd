package dev.tideline.gateway.http;

import dev.tideline.gateway.placement.AtHome;
import java.util.Map;
import org.springframework.web.server.ServerWebExchange;

/**
 * Which purge log a read belongs to: that of the home of its data.
 *
 * @param own of this gateway's own Kafka; also for what has no home, and for homes of whose data nothing is kept here
 * @param others by home
 */
record LogViews(LogView own, Map<String, LogView> others) {

    LogViews {
        others = Map.copyOf(others);
    }

    LogView of(ServerWebExchange exchange) {
        if (others.isEmpty()) {
            return own;
        }
        String home = AtHome.of(exchange);
        return home == null ? own : others.getOrDefault(home, own);
    }
}

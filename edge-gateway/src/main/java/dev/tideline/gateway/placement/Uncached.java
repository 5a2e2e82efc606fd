package dev.tideline.gateway.placement;

import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/** A note on an exchange that its answer is neither looked up nor kept, for the cache to find. */
public final class Uncached {

    private static final String ATTRIBUTE = Uncached.class.getName();

    private Uncached() {}

    static void mark(ServerWebExchange exchange, String why) {
        exchange.getAttributes().put(ATTRIBUTE, why);
    }

    /** Why, as a token for {@code Cache-Status}; null where the cache may take part. */
    public static @Nullable String why(ServerWebExchange exchange) {
        return exchange.getAttribute(ATTRIBUTE);
    }
}

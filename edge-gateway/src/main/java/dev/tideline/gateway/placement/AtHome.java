package dev.tideline.gateway.placement;

import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/** A note on an exchange where the data it reads are at home. */
public final class AtHome {

    private static final String ATTRIBUTE = AtHome.class.getName();

    private AtHome() {}

    static void mark(ServerWebExchange exchange, String home) {
        exchange.getAttributes().put(ATTRIBUTE, home);
    }

    /** The home's region; null where the file names none. */
    public static @Nullable String of(ServerWebExchange exchange) {
        return exchange.getAttribute(ATTRIBUTE);
    }
}

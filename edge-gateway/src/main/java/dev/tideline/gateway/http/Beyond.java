package dev.tideline.gateway.http;

import java.util.function.Consumer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * What a client takes beyond the final response and its content. It travels to the origin's connection in the Reactor
 * context, so that the cache's own requests and those of the ordinary routing filter are heard alike.
 *
 * @param trailers whether it takes trailers (RFC 9110 §10.1.4)
 * @param interim hears of interim responses before the answer (§15.2)
 */
record Beyond(boolean trailers, Consumer<Interim> interim) {

    static final Beyond NOTHING = new Beyond(false, Interim.UNHEARD);

    static Beyond of(ServerHttpRequest request, ServerHttpResponse response) {
        return new Beyond(Trailers.areTakenBy(request), InterimWriter.to(response));
    }

    static Beyond of(ContextView context) {
        return context.hasKey(Beyond.class) ? context.get(Beyond.class) : NOTHING;
    }

    Context in(Context context) {
        return context.put(Beyond.class, this);
    }
}

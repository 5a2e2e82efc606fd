package dev.tideline.gateway.http;

import dev.tideline.gateway.http.OwnHeaders.Followed;
import dev.tideline.gateway.http.Reply.Told;
import dev.tideline.gateway.store.CacheEvents;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/** Puts the head of an answer on its exchange, with the gateway's own fields, and counts it. */
final class Outgoing {

    private final OwnHeaders own;
    private final CacheEvents events;

    Outgoing(OwnHeaders own, CacheEvents events) {
        this.own = own;
        this.events = events;
    }

    /**
     * Answers with a reply; its content is left to {@link ReplyWriter}.
     *
     * @param followed null where the purge log does not tell about this route's data
     */
    void put(ServerWebExchange exchange, RouteRules rules, Reply reply, @Nullable Followed followed) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(reply.status()));
        reply.fields().forEach((name, value) -> response.getHeaders().add(name, value));
        sign(exchange, rules, reply.told(), followed);
        ReplyWriter.leave(exchange, reply.body());
    }

    /** Says how an answer came about that is on the exchange already. */
    void sign(ServerWebExchange exchange, RouteRules rules, Told told, @Nullable Followed followed) {
        own.addTo(exchange.getResponse().getHeaders(), told, followed);
        events.answered(rules.route(), told.result().text);
    }
}

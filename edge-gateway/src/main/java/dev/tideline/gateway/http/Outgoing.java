package dev.tideline.gateway.http;

import dev.tideline.gateway.http.Reply.Result;
import dev.tideline.gateway.http.Reply.Told;
import dev.tideline.gateway.purge.Staleness.Decision;
import dev.tideline.gateway.store.CacheEvents;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.netty.http.server.HttpServerResponse;

/** Puts the head of an answer on its exchange, with the gateway's own fields, and counts it. */
final class Outgoing {

    private final OwnHeaders own;
    private final LogViews logs;
    private final Sessions sessions;
    private final Replies replies;
    private final CacheEvents events;
    private final EdgeTold edge;

    Outgoing(OwnHeaders own, LogViews logs, Sessions sessions, Replies replies, CacheEvents events, EdgeTold edge) {
        this.own = own;
        this.logs = logs;
        this.sessions = sessions;
        this.replies = replies;
        this.events = events;
        this.edge = edge;
    }

    /**
     * Answers with a reply; its content is left to {@link ReplyWriter}.
     *
     * @param followed null where the purge log does not tell about this route's data
     */
    void put(ServerWebExchange exchange, RouteRules rules, Reply made, @Nullable Followed followed) {
        Reply reply = allowed(made, followed);
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(reply.status()));
        reply.fields().forEach((name, value) -> response.getHeaders().add(name, value));
        sign(exchange, rules, reply.told(), followed);
        follow(exchange, reply.trailers());
        ReplyWriter.leave(exchange, reply.body());
    }

    private static void follow(ServerWebExchange exchange, Trailers trailers) {
        HttpServerResponse out = announce(exchange, trailers.names());
        if (out != null) {
            out.trailerHeaders(sent -> trailers.fields().get().forEach(sent::add));
        }
    }

    /**
     * Says which trailers follow, if any do and the client takes them: content that something follows goes in chunks
     * (RFC 9112 §7.1.2).
     *
     * @return where to send them, or null
     */
    static @Nullable HttpServerResponse announce(ServerWebExchange exchange, List<String> names) {
        ServerHttpResponse response = exchange.getResponse();
        if (names.isEmpty()
                || !Trailers.areTakenBy(exchange.getRequest())
                || !(ServerHttpResponseDecorator.getNativeResponse(response) instanceof HttpServerResponse out)
                || HttpVersion.HTTP_1_0.equals(out.version())) {
            return null;
        }
        response.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
        response.getHeaders().set(HttpHeaders.TRAILER, String.join(", ", names));
        return out;
    }

    /** All fields of a hit for a reader without a ticket; nothing is counted. */
    HttpHeaders fields(Ask ask, Reply hit) {
        HttpHeaders headers = new HttpHeaders();
        hit.fields().forEach(headers::add);
        sessions.extend(HttpHeaders.EMPTY, headers, ask.log(), ask.rules().followed());
        own.addTo(headers, hit.told(), ask.followed());
        return headers;
    }

    /**
     * Counts a hit that was answered before the framework saw its request.
     *
     * @param boundMs ignored where the answer carries none
     */
    void answered(RouteRules rules, SealedHit hit, long boundMs) {
        events.answered(rules.route(), Result.HIT.text);
        edge.answered(hit, boundMs);
    }

    /** The placement may forbid what is stored, also in place of the origin's failure. */
    private Reply allowed(Reply reply, @Nullable Followed followed) {
        if (followed == null
                || !reply.told().isStored()
                || followed.decide(reply.told().vouched(), Instant.ofEpochMilli(replies.now())) != Decision.FAIL) {
            return reply;
        }
        reply.body().abandon();
        return replies.tooStale();
    }

    /** Says how an answer came about that is on the exchange already. */
    void sign(ServerWebExchange exchange, RouteRules rules, Told told, @Nullable Followed followed) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        sessions.extend(exchange.getRequest().getHeaders(), headers, logs.of(exchange), rules.followed());
        own.addTo(headers, told, followed);
        events.answered(rules.route(), told.result().text);
        edge.answered(exchange, told);
    }
}

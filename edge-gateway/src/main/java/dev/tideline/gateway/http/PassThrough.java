package dev.tideline.gateway.http;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_ATTR;

import dev.tideline.gateway.http.Reply.Result;
import dev.tideline.gateway.http.Reply.Told;
import dev.tideline.gateway.http.Reply.Vouched;
import dev.tideline.gateway.policy.CacheStatus;
import dev.tideline.gateway.policy.ForwardReason;
import dev.tideline.gateway.policy.OriginResponse;
import dev.tideline.gateway.purge.Stamp;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.placement.ResponseRule;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClientResponse;

/** Lets a request go on to the ordinary routing filter, says so in its answer, and drops what it makes invalid. */
final class PassThrough {

    /** Nothing is looked up, so nothing has to be known. */
    private static final Followed PASSED = new Followed(null, null, false, Optional.empty());

    private final Invalidations invalidations;
    private final PostAnswers posts;
    private final Replies replies;
    private final Outgoing outgoing;
    private final CacheEvents events;
    private final NamedHomes homes;

    PassThrough(
            Invalidations invalidations,
            PostAnswers posts,
            Replies replies,
            Outgoing outgoing,
            CacheEvents events,
            NamedHomes homes) {
        this.invalidations = invalidations;
        this.posts = posts;
        this.replies = replies;
        this.outgoing = outgoing;
        this.events = events;
        this.homes = homes;
    }

    /**
     * Why a request goes by.
     *
     * @param ask null where it can make nothing invalid
     */
    record Reason(
            RouteRules rules,
            @Nullable Ask ask,
            ForwardReason why,
            @Nullable String detail) {}

    Mono<Void> pass(ServerWebExchange exchange, GatewayFilterChain chain, Reason reason) {
        Ask sending = reason.ask();
        Stamp position = sending == null ? Stamp.NONE : sending.coherence().position();
        Sent sent = new Sent(replies.now(), position);
        if (sending != null && reason.why() == ForwardReason.METHOD) {
            posts.prepare(exchange, sending);
        }
        Beyond beyond = Beyond.of(exchange.getRequest(), exchange.getResponse());
        return chain.filter(exchange)
                .contextWrite(beyond::in)
                .then(Mono.defer(() -> passed(exchange, reason, sent)))
                .onErrorResume(PassThrough::isOriginFailure, e -> {
                    if (exchange.getResponse().isCommitted()) {
                        return Mono.error(e);
                    }
                    OriginFailure failure =
                            e instanceof ResponseStatusException ? OriginFailure.TIMEOUT : OriginFailure.of(e);
                    events.originFailed(reason.rules().route(), failure.token);
                    outgoing.put(exchange, reason.rules(), replies.failed(reason.why(), failure), null);
                    return Mono.empty();
                });
    }

    /** When it was sent, and what the purge log had told by then. */
    private record Sent(long atMs, Stamp stamp) {}

    private static boolean isOriginFailure(Throwable error) {
        return error instanceof IOException
                || (error instanceof ResponseStatusException status
                        && status.getStatusCode().value() == 504);
    }

    private Mono<Void> passed(ServerWebExchange exchange, Reason reason, Sent sent) {
        ServerHttpResponse response = exchange.getResponse();
        HttpStatusCode status = response.getStatusCode();
        int code = status == null ? 0 : status.value();
        OriginResponse head = new OriginResponse(code, Headers.of(response.getHeaders()), sent.atMs(), replies.now());
        return switch (homes.rule(head.fields())) {
            case ResponseRule.Unbound _, ResponseRule.Kept _ -> signed(exchange, reason, sent, head, true);
            case ResponseRule.Passed _ -> {
                NamedHomes.forbidStoring(response.getHeaders());
                yield signed(exchange, reason, sent, head, false);
            }
            case ResponseRule.Refused _ -> withheld(exchange, reason, head, OriginFailure.NOT_SERVED);
            case ResponseRule.Unknown _ -> withheld(exchange, reason, head, OriginFailure.UNKNOWN_HOME);
        };
    }

    /** What the origin did is done, and makes invalid what it makes; only its answer goes nowhere. */
    private Mono<Void> withheld(ServerWebExchange exchange, Reason reason, OriginResponse head, OriginFailure failure) {
        NamedHomes.discard(exchange);
        events.originFailed(reason.rules().route(), failure.token);
        outgoing.put(exchange, reason.rules(), replies.failed(reason.why(), failure), null);
        Ask ask = reason.ask();
        return ask == null ? Mono.empty() : invalidations.after(reason.rules(), ask.request(), head);
    }

    private Mono<Void> signed(
            ServerWebExchange exchange, Reason reason, Sent sent, OriginResponse head, boolean mayBeKept) {
        ServerHttpResponse response = exchange.getResponse();
        int code = head.status();
        CacheStatus told = replies.forwarded(reason.why()).withForwardStatus(code);
        CacheStatus detailed = reason.detail() == null ? told : told.withDetail(reason.detail());
        response.getHeaders().remove(Headers.RESOURCE);
        if (exchange.getAttribute(CLIENT_RESPONSE_ATTR) instanceof HttpClientResponse answer) {
            // The routing filter sends them itself, as PassedTrailers lets it.
            var unused = Outgoing.announce(
                    exchange, Trailers.announced(answer.responseHeaders().getAll(HttpHeaders.TRAILER)));
        }
        boolean read = exchange.getRequest().getMethod().equals(HttpMethod.GET)
                || exchange.getRequest().getMethod().equals(HttpMethod.HEAD);
        Vouched vouched = read ? Vouched.asked(code, sent.atMs()) : Vouched.NOTHING;
        outgoing.sign(
                exchange,
                reason.rules(),
                new Told(Result.BYPASS, detailed, vouched),
                reason.rules().followed() ? PASSED : null);
        Ask ask = reason.ask();
        if (ask == null) {
            return Mono.empty();
        }
        Mono<Void> dropped = invalidations.after(reason.rules(), ask.request(), head);
        return reason.why() == ForwardReason.METHOD && mayBeKept
                ? dropped.then(Mono.fromRunnable(() -> posts.keep(exchange, ask, sent.stamp(), head)))
                : dropped;
    }
}

package dev.tideline.gateway.http;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;

import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.ForwardReason;
import dev.tideline.gateway.policy.OriginResponse;
import dev.tideline.gateway.policy.ServeDecision;
import dev.tideline.gateway.policy.StoreDecision;
import dev.tideline.gateway.purge.Stamp;
import java.time.Duration;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import reactor.netty.Connection;

/**
 * Keeps an answer to POST that its origin calls the resource's own representation, for reads that follow (RFC 9110
 * §9.3.3). Since no key covers what such a request may carry beside its URL, one that brings any of it is not kept,
 * and what the gateway itself would add is left out.
 */
final class PostAnswers {

    private static final String CANDIDATE = PostAnswers.class.getName() + ".candidate";

    private final Keeping keeping;
    private final Duration stall;

    /** @param stall how long an origin may pause within a body */
    PostAnswers(Keeping keeping, Duration stall) {
        this.keeping = keeping;
        this.stall = stall;
    }

    /** Before it is sent: if its answer might be kept, the gateway adds nothing to it that no key covers. */
    void prepare(ServerWebExchange exchange, Ask ask) {
        Fields sent = Headers.of(exchange.getRequest().getHeaders());
        if (ask.policy().mayAnswerLater(ask.request())
                && Headers.keyedOnly(sent).size() == sent.size()) {
            exchange.getAttributes().put(CANDIDATE, true);
        }
    }

    private static boolean isCandidate(ServerWebExchange exchange) {
        return exchange.getAttributeOrDefault(CANDIDATE, false);
    }

    /** Keeps the answer, if it may be kept, while it goes to the client. */
    void keep(ServerWebExchange exchange, Ask ask, Stamp stamp, OriginResponse head) {
        Connection connection = exchange.getAttribute(CLIENT_RESPONSE_CONN_ATTR);
        if (connection == null
                || !isCandidate(exchange)
                || !(ask.policy().store(ask.request(), head) instanceof StoreDecision.Store(var response))) {
            return;
        }
        OriginAnswer answer = new OriginAnswer(head, connection);
        if (answer.length() > ask.rules().maxEntry()) {
            return;
        }
        // From here on the content is ours to send.
        exchange.getAttributes().remove(CLIENT_RESPONSE_CONN_ATTR);
        Decided decided = new Decided(new ServeDecision.Forward(ForwardReason.METHOD, Fields.empty()), null);
        Incoming in = new Incoming(ask, decided, Flight.alone(ask.key()), stamp, answer);
        BodyTap tap = new BodyTap(ask.rules().maxEntry(), stall, keeping.capture(in, response, body -> body));
        answer.content().subscribe(tap);
        ReplyWriter.leave(exchange, new Body.Tapped(tap, answer.length()));
    }

    /** Takes out what the gateway's own filters add about the client. */
    static final class KeyedOnly implements HttpHeadersFilter, Ordered {

        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE;
        }

        @Override
        public HttpHeaders filter(HttpHeaders headers, ServerWebExchange exchange) {
            if (!isCandidate(exchange)) {
                return headers;
            }
            HttpHeaders keyed = new HttpHeaders();
            Headers.keyedOnly(Headers.of(headers)).forEach(keyed::add);
            return keyed;
        }
    }
}

package dev.tideline.gateway.http;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;

import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.gateway.store.Entry;
import dev.tideline.gateway.store.Tiers;
import dev.tideline.placement.ResponseHomes;
import dev.tideline.placement.ResponseRule;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

/**
 * What becomes of answers that name their home ({@link ResponseHomes}). One that may not be kept here reaches its own client
 * only: nobody waits for it, and what is stored for the same request goes, for the origin has just said where it belongs.
 */
final class NamedHomes {

    private static final String NO_STORE = "no-store";

    private final @Nullable ResponseHomes homes;
    private final String region;
    private final Tiers tiers;
    private final Keeping keeping;
    private final Replies replies;
    private final CacheEvents events;

    /** @param homes null where the placement has no such rules */
    NamedHomes(
            @Nullable ResponseHomes homes,
            String region,
            Tiers tiers,
            Keeping keeping,
            Replies replies,
            CacheEvents events) {
        this.homes = homes;
        this.region = region;
        this.tiers = tiers;
        this.keeping = keeping;
        this.replies = replies;
        this.events = events;
    }

    /** What the rules say of an answer with these fields. */
    ResponseRule rule(Fields answered) {
        return homes == null ? new ResponseRule.Unbound() : homes.rule(answered.all(homes.header()), region);
    }

    /**
     * The reply out of an answer that may be served and not kept.
     *
     * @param again asks anew for the whole, where the answer is only about what was stored
     */
    Mono<Reply> unkept(Incoming in, Function<Incoming, Mono<Reply>> again) {
        return forgotten(in).then(Mono.defer(() -> {
            if (isAboutWhatWasStored(in)) {
                in.answer().close();
                return again.apply(in);
            }
            keeping.refused(in, "residency");
            Body body = new Body.Passing(in.answer(), in.answer().length());
            Reply reply = replies.forwarded(
                    in.ask(), in.answer(), body, in.status(replies).withDetail("residency"));
            return Mono.just(new Reply(
                    reply.status(), unstorable(reply.fields()), reply.body(), reply.told(), reply.trailers()));
        }));
    }

    /** The reply in place of an answer that nobody here may see. */
    Mono<Reply> withheld(Incoming in, OriginFailure failure) {
        in.answer().close();
        events.originFailed(in.ask().rules().route(), failure.token);
        return forgotten(in).then(Mono.fromSupplier(() -> {
            keeping.refused(in, failure.token);
            return replies.failed(in.decided().why(), failure);
        }));
    }

    private Mono<Void> forgotten(Incoming in) {
        Entry stored = in.decided().entry();
        return stored == null ? Mono.empty() : tiers.drop(stored.key());
    }

    private static boolean isAboutWhatWasStored(Incoming in) {
        int status = in.answer().status();
        return (status == 304 && in.decided().isConditional())
                || ((status == 206 || status == 416) && in.decided().asksForPart());
    }

    private static Fields unstorable(Fields fields) {
        return fields.withoutIf(NamedHomes::saysWhatToStore).with("Cache-Control", NO_STORE);
    }

    /** The same for an answer that the routing filter has put on its exchange. */
    static void forbidStoring(HttpHeaders headers) {
        List.copyOf(headers.headerNames()).stream()
                .filter(NamedHomes::saysWhatToStore)
                .forEach(headers::remove);
        headers.setCacheControl(NO_STORE);
    }

    /** {@code Cache-Control}, and what goes before it where a cache knows it (RFC 9213). */
    private static boolean saysWhatToStore(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith("cache-control") || lower.equals("surrogate-control") || lower.equals("expires");
    }

    /** Takes an answer that the routing filter fetched off its exchange, unread. */
    static void discard(ServerWebExchange exchange) {
        Connection fetched = exchange.getAttribute(CLIENT_RESPONSE_CONN_ATTR);
        exchange.getAttributes().remove(CLIENT_RESPONSE_CONN_ATTR);
        exchange.getAttributes().remove(CLIENT_RESPONSE_ATTR);
        exchange.getResponse().getHeaders().clear();
        if (fetched != null) {
            fetched.dispose();
        }
    }
}

package dev.tideline.gateway.http;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tideline.gateway.hit.Answer;
import dev.tideline.gateway.hit.Hits;
import dev.tideline.gateway.hit.Read;
import dev.tideline.gateway.http.Reply.Vouched;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.CacheRequest;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.ServeDecision;
import dev.tideline.gateway.purge.Staleness;
import dev.tideline.gateway.store.CacheEvents;
import dev.tideline.gateway.store.Entry;
import dev.tideline.gateway.store.Tiers;
import dev.tideline.placement.View;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Answers hits before the framework sees the request. Which key a URL has is learned from hits that went the whole way,
 * on routes whose answer depends on nothing but the URL and what {@code Vary} names ({@link DirectRoutes}). Everything
 * else is asked anew each time, of the same tiers, purge log and policy; only a fresh hit is answered here, from the first
 * tier or, where that has nothing for the URL, from the second.
 */
final class DirectHits implements Hits {

    /** A learned URL with its sealed head, about; its text is in it five times. */
    private static final int OVERHEAD = 1200;

    /** The same head for HTTP/2. */
    private static final int HTTP2_OVERHEAD = 1400;

    private final DirectRoutes routes;
    private final Tiers tiers;
    private final SearchRules search;
    private final Follow follow;
    private final Fills fills;
    private final Replies replies;
    private final Outgoing outgoing;
    private final CacheEvents events;
    private final Cache<String, Learned> book;

    /**
     * Knows nothing yet.
     *
     * @param maxBytes of learned URLs and their sealed heads; 0 learns nothing
     * @param http2 whether they may be asked for in HTTP/2 too
     */
    DirectHits(
            DirectRoutes routes,
            Tiers tiers,
            SearchRules search,
            Follow follow,
            Fills fills,
            Replies replies,
            Outgoing outgoing,
            CacheEvents events,
            long maxBytes,
            boolean http2) {
        this.routes = routes;
        this.tiers = tiers;
        this.search = search;
        this.follow = follow;
        this.fills = fills;
        this.replies = replies;
        this.outgoing = outgoing;
        this.events = events;
        int overhead = http2 ? OVERHEAD + HTTP2_OVERHEAD : OVERHEAD;
        this.book = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String url, Learned learned) -> overhead + 5 * url.length())
                .executor(Runnable::run)
                .build();
    }

    /** A URL, and the last answer that was written out for it. */
    private static final class Learned {

        private final Route route;
        private final Ask ask;
        private volatile @Nullable SealedHit sealed;

        Learned(Route route, Ask ask) {
            this.route = route;
            this.ask = ask;
        }
    }

    /**
     * Notes where a URL's answers are, if its route allows that.
     *
     * @param ask a read that was answered by a hit under its own URL
     */
    void learn(ServerWebExchange exchange, Ask ask) {
        Route route = exchange.getAttribute(GATEWAY_ROUTE_ATTR);
        RouteCaching.Bypass bypass = ask.rules().caching().bypass();
        // What a region is shown of data with a residency is settled on the long way, each time.
        boolean resident = exchange.getRequest().getHeaders().containsHeader(View.HEADER);
        if (route != null
                && !resident
                && routes.include(route)
                && bypass.headers().isEmpty()
                && bypass.cookies().isEmpty()) {
            sent(exchange).filter(url -> book.getIfPresent(url) == null).ifPresent(url -> {
                CacheRequest plain = CacheRequest.of("GET", ask.request().url(), Fields.empty());
                Ask kept = new Ask(
                        ask.rules(), plain, ask.keyed(), ask.key(), ask.target().unheard(), ask.log(), ask.followed());
                book.put(url, new Learned(route, kept));
            });
        }
    }

    /** Target and authority as the client sent them, as {@link Read#url} puts them together. */
    private static Optional<String> sent(ServerWebExchange exchange) {
        Object request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        if (!(request instanceof HttpServerRequest sent) || HttpVersion.HTTP_1_0.equals(sent.version())) {
            return Optional.empty();
        }
        List<String> hosts = sent.requestHeaders().getAll(HttpHeaderNames.HOST);
        return hosts.size() == 1 ? Optional.of(Read.url(sent.uri(), hosts.getFirst())) : Optional.empty();
    }

    @Override
    public Looked look(Read read) {
        Learned learned = book.getIfPresent(read.url());
        if (learned == null || !routes.include(learned.route)) {
            return Looked.UNKNOWN;
        }
        Ask ask = asked(learned.ask);
        List<Entry> found = tiers.glance(ask.coherence(), ask.key());
        if (!found.isEmpty()) {
            // What is here and is no answer is stale, or for another request: that takes the long way.
            return Looked.here(fromNear(learned, selecting(ask, found, read), found));
        }
        return tiers.hasFar()
                ? new Looked.Elsewhere(
                        tiers.farPlain(ask.coherence(), ask.key()).map(entry -> () -> fromFar(learned, ask, entry)))
                : Looked.UNKNOWN;
    }

    private @Nullable Answer fromNear(Learned learned, Ask ask, List<Entry> found) {
        Answer answer = fresh(learned, ask, found);
        if (answer != null) {
            events.looked("l1", true);
        }
        return answer;
    }

    private @Nullable Answer fromFar(Learned learned, Ask ask, Entry entry) {
        Answer answer = tiers.isLive(ask.coherence(), entry) ? fresh(learned, ask, List.of(entry)) : null;
        if (answer != null) {
            events.looked("l1", false);
            events.looked("l2", true);
        }
        return answer;
    }

    private @Nullable Answer fresh(Learned learned, Ask ask, List<Entry> found) {
        long now = replies.now();
        Decided decided = Decided.on(ask, found, now);
        return decided.what() instanceof ServeDecision.Fresh fresh
                ? answer(learned, ask, decided.stored(), fresh, now)
                : null;
    }

    /** What the log covers is noted before anything is looked up. */
    private Ask asked(Ask ask) {
        Followed followed = ask.followed();
        CacheKey key = search.lookup(ask.rules().keys(), ask.keyed());
        return new Ask(
                ask.rules(),
                ask.request(),
                ask.keyed(),
                key,
                ask.target(),
                ask.log(),
                followed == null ? null : follow.again(ask.log(), followed));
    }

    private @Nullable Answer answer(Learned learned, Ask ask, Entry entry, ServeDecision.Fresh fresh, long nowMs) {
        Followed followed = ask.followed();
        Vouched vouched = Decided.vouched(entry, nowMs);
        Instant now = Instant.ofEpochMilli(nowMs);
        if (followed != null && followed.decide(vouched, now) != Staleness.Decision.SERVE) {
            return null;
        }
        SealedHit sealed = learned.sealed;
        if (sealed == null || !sealed.isOf(entry)) {
            Reply reply = replies.hit(ask, entry, fresh.ttlMs());
            sealed = SealedHit.of(entry, reply, outgoing.fields(ask, reply));
            learned.sealed = sealed;
        }
        if (sealed == null) {
            return null;
        }
        fills.read(ask, entry);
        long boundMs = followed == null ? 0 : OwnHeaders.boundMs(followed, vouched, now);
        outgoing.answered(ask.rules(), sealed, boundMs);
        return new SealedAnswer(sealed, entry.body(), fresh.ageMs(), fresh.ttlMs(), boundMs);
    }

    private static Ask selecting(Ask ask, List<Entry> found, Read read) {
        Fields fields = selecting(found, read);
        return fields.size() == 0 ? ask : ask.with(fields);
    }

    /** The request's fields that any of the variants was selected by. */
    private static Fields selecting(List<Entry> found, Read read) {
        Fields.Builder fields = Fields.builder();
        for (Entry entry : found) {
            for (String name : entry.response().vary().names()) {
                String value = read.combined(name);
                if (value != null) {
                    fields.set(name, value);
                }
            }
        }
        return Headers.keyedOnly(fields.build());
    }
}

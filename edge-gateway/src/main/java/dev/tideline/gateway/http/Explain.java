package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.Freshness;
import dev.tideline.gateway.policy.Keying;
import dev.tideline.gateway.policy.SurrogateTags;
import dev.tideline.gateway.purge.Verdict;
import dev.tideline.gateway.store.Entry;
import dev.tideline.gateway.store.Tiers;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import reactor.core.publisher.Mono;

/**
 * {@code GET /actuator/cache/explain?url=/api/products/p1} on the management port: for each route and each tier, what is
 * stored for a URL as the origin sees it, how fresh it is, what purges reach it, and why the last answer was not stored.
 */
@WebEndpoint(id = "cache")
final class Explain {

    private final RouteLocator routes;
    private final RouteBook book;
    private final Tiers tiers;
    private final LogViews logs;
    private final Notes notes;
    private final Clock clock;

    Explain(RouteLocator routes, RouteBook book, Tiers tiers, LogViews logs, Notes notes, Clock clock) {
        this.routes = routes;
        this.book = book;
        this.tiers = tiers;
        this.logs = logs;
        this.notes = notes;
        this.clock = clock;
    }

    /**
     * Explains one URL.
     *
     * @param question only {@code explain}
     * @param url path and query
     * @param route one route's id, or null for all
     * @return null, which is answered with 404, for any other question
     */
    @ReadOperation
    public @Nullable Mono<Map<String, Object>> explain(@Selector String question, String url, @Nullable String route) {
        if (!question.equals("explain")) {
            return null;
        }
        return routes.getRoutes()
                .filter(one -> route == null || route.equals(one.getId()))
                .filter(one -> one.getUri().getHost() != null)
                .concatMap(one -> route(one, url))
                .collectList()
                .map(found -> Map.of("url", url, "routes", found));
    }

    private Mono<Map<String, Object>> route(Route route, String url) {
        RouteRules rules = book.rules(route);
        URI uri = route.getUri();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("route", route.getId());
        told.put("enabled", book.isEnabled(rules));
        return switch (rules.keys().key(uri.getScheme(), uri.getRawAuthority(), url)) {
            case Keying.Refused(String why) -> told(told, "refused", why);
            case Keying.Bypass(String why) -> told(told, "bypass", why);
            case Keying.Keyed keyed ->
                tiers.inspect(logs.own().coherence(), keyed.key(), Fields.empty())
                        .map(this::entry)
                        .collectList()
                        .map(entries -> {
                            told.put("key", keyed.key().text());
                            told.put("stored", entries);
                            notes.last(keyed.key()).ifPresent(note -> told.put("lastNotStored", note));
                            return told;
                        });
        };
    }

    private static Mono<Map<String, Object>> told(Map<String, Object> told, String what, String why) {
        told.put(what, why);
        return Mono.just(told);
    }

    private Map<String, Object> entry(Tiers.Inspected one) {
        Entry entry = one.entry();
        Freshness freshness = entry.response().freshness();
        long now = clock.millis();
        SurrogateTags tags = SurrogateTags.of(entry.response().fields());
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("tier", one.tier());
        told.put("status", entry.response().status());
        told.put("bytes", entry.body().length);
        told.put("whole", entry.response().isComplete());
        told.put("storedAt", Instant.ofEpochMilli(freshness.responseTimeMs()).toString());
        told.put("ageMs", freshness.ageMs(now));
        told.put("ttlMs", freshness.ttlMs(now));
        told.put("basis", freshness.basis().name().toLowerCase(Locale.ROOT));
        told.put("staleWhileRevalidateMs", freshness.staleWhileRevalidateMs());
        told.put("staleIfErrorMs", freshness.staleIfErrorMs());
        told.put("validateAlways", freshness.validateAlways());
        told.put("neverStale", freshness.neverStale());
        told.put("vary", List.copyOf(entry.response().vary().names()));
        told.put("tags", List.copyOf(tags.tags()));
        told.put("groups", List.copyOf(tags.groups()));
        told.put("version", entry.mark().version());
        told.put("asOf", entry.mark().stamp().offset());
        told.put("purge", verdict(one.verdict()));
        return told;
    }

    private static String verdict(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Live() -> "live";
            case Verdict.SoftStale() -> "soft-purged";
            case Verdict.Dead(Verdict.Reason reason) -> reason.name().toLowerCase(Locale.ROOT);
        };
    }
}

package dev.tideline.gateway.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.events.ResourceKey;
import dev.tideline.gateway.placement.CopyDoor;
import dev.tideline.gateway.purge.Staleness;
import dev.tideline.gateway.replica.Copies.Held;
import dev.tideline.pages.Item;
import dev.tideline.pages.ListPage;
import dev.tideline.pages.PageRules;
import dev.tideline.placement.CollectionPlacement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads out of the copies, in the form the origin gives them. What only the origin can answer goes on to it: other methods and
 * parameters, {@code Cache-Control: no-cache}, a session ticket that the copy has not come to, and a resource of which a newer version is known to exist.
 */
final class CopyReads implements CopyDoor {

    private static final Pattern PATH = Pattern.compile("/api/([a-z][a-z0-9-]{0,62})(?:/([A-Za-z0-9._~-]{1,256}))?");
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Set<String> OF_LISTS = Set.of("limit", "after");

    /** Whether the purge log knows of a newer version. */
    interface Floor {
        boolean permits(ResourceKey resource, long version);
    }

    /** What the gateway says of itself and of its clock. */
    record Own(String instance, String colo, Duration clockSkew, Clock clock) {}

    private final Supplier<Optional<Copies>> copies;
    private final Floor floor;
    private final CopySessions sessions;
    private final PageRules pages;
    private final Own own;

    CopyReads(Supplier<Optional<Copies>> copies, Floor floor, CopySessions sessions, PageRules pages, Own own) {
        this.copies = copies;
        this.floor = floor;
        this.sessions = sessions;
        this.pages = pages;
        this.own = own;
    }

    /** One answer and until when it is known to be complete. */
    private record Found(Copies from, CollectionPlacement collection, Instant asOf) {}

    @Override
    public @Nullable Mono<Void> answer(ServerWebExchange exchange, CollectionPlacement collection, String rawPath) {
        ServerHttpRequest request = exchange.getRequest();
        Copies from = copies.get().orElse(null);
        Matcher path = PATH.matcher(rawPath);
        if (from == null || !path.matches() || !isPlain(request) || !sessions.isReached(request.getHeaders(), from)) {
            return null;
        }
        Instant asOf = from.currentAsOf(collection.name()).orElse(null);
        if (asOf == null) {
            return null;
        }
        Found found = new Found(from, collection, asOf);
        String id = path.group(2);
        return id == null ? list(exchange, found) : item(exchange, found, id);
    }

    private static boolean isPlain(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        String control = String.join(",", headers.getOrEmpty(HttpHeaders.CACHE_CONTROL));
        return READS.contains(request.getMethod()) && !control.contains("no-cache") && !control.contains("no-store");
    }

    private @Nullable Mono<Void> item(ServerWebExchange exchange, Found found, String id) {
        if (!exchange.getRequest().getQueryParams().isEmpty() || !ResourceKey.isId(id)) {
            return null;
        }
        String name = found.collection().name();
        Held held = found.from().find(name, id);
        if (!floor.permits(new ResourceKey(name, id), held == null ? 0 : held.version())) {
            return null;
        }
        if (found.from().isGivenUp(name)) {
            return null;
        }
        stamp(exchange, found);
        String body = held == null ? null : held.body();
        if (held != null) {
            exchange.getResponse().getHeaders().set("X-Data-Version", Long.toString(held.version()));
        }
        if (held == null || body == null) {
            return absent(exchange, name + "/" + id, held != null);
        }
        Instant modified = Instant.ofEpochSecond(held.updatedAt().getEpochSecond());
        return exchange.checkNotModified("\"v" + held.version() + '"', modified)
                ? exchange.getResponse().setComplete()
                : write(exchange, HttpStatus.OK, MediaType.APPLICATION_JSON, body.getBytes(UTF_8));
    }

    private @Nullable Mono<Void> list(ServerWebExchange exchange, Found found) {
        Map<String, List<String>> query = exchange.getRequest().getQueryParams();
        if (!OF_LISTS.containsAll(query.keySet()) || query.values().stream().anyMatch(values -> values.size() > 1)) {
            return null;
        }
        return switch (pages.read(first(query, "limit"), first(query, "after"))) {
            case PageRules.Asked.Malformed _ -> null;
            case PageRules.Asked.Page(int limit, String after) -> page(exchange, found, limit, after);
        };
    }

    private static @Nullable String first(Map<String, List<String>> query, String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.getFirst();
    }

    private @Nullable Mono<Void> page(ServerWebExchange exchange, Found found, int limit, String after) {
        String name = found.collection().name();
        List<Held> held = found.from().page(name, after, limit + 1);
        boolean current = held.stream().allMatch(one -> floor.permits(new ResourceKey(name, one.id()), one.version()));
        if (!current || found.from().isGivenUp(name)) {
            return null;
        }
        ListPage page = ListPage.of(name, held.stream().map(CopyReads::item).toList(), limit);
        stamp(exchange, found);
        if (page.next() != null) {
            exchange.getResponse().getHeaders().set(HttpHeaders.LINK, "<" + page.next() + ">; rel=\"next\"");
        }
        return exchange.checkNotModified(page.entityTag())
                ? exchange.getResponse().setComplete()
                : write(
                        exchange,
                        HttpStatus.OK,
                        MediaType.APPLICATION_JSON,
                        page.body().getBytes(UTF_8));
    }

    private static Item item(Held held) {
        String body = held.body();
        return new Item(held.id(), held.version(), held.updatedAt(), body == null ? "null" : body);
    }

    private void stamp(ServerWebExchange exchange, Found found) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        Instant covered = found.asOf().minus(own.clockSkew());
        Duration bound = Staleness.bound(own.clock().instant(), Instant.MIN, Optional.of(covered));
        sessions.extend(
                exchange.getRequest().getHeaders(),
                headers,
                found.from(),
                found.collection().name());
        headers.set(HttpHeaders.CACHE_CONTROL, found.collection().cache().cacheControl());
        headers.set("Cache-Status", "tideline-" + own.instance() + ";hit;detail=replica");
        headers.set("X-Cache-Status", "HIT");
        headers.set("X-Edge-Colo", own.colo());
        headers.set("X-Data-Staleness-Bound-Ms", Long.toString(bound.toMillis()));
    }

    private static Mono<Void> absent(ServerWebExchange exchange, String resource, boolean deleted) {
        HttpStatus status = deleted ? HttpStatus.GONE : HttpStatus.NOT_FOUND;
        exchange.getResponse().getHeaders().setCacheControl("no-store");
        Map<String, Object> problem = Map.of(
                "type",
                "urn:tideline:problem:" + (deleted ? "gone" : "not-found"),
                "title",
                deleted ? "Gone" : "Not found",
                "status",
                status.value(),
                "detail",
                deleted ? resource + " was deleted." : "There is no " + resource + ".");
        return write(
                exchange,
                status,
                MediaType.APPLICATION_PROBLEM_JSON,
                JsonMapper.shared().writeValueAsBytes(problem));
    }

    private static Mono<Void> write(ServerWebExchange exchange, HttpStatus status, MediaType type, byte[] body) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(status);
        response.getHeaders().setContentType(type);
        response.getHeaders().setContentLength(body.length);
        if (HttpMethod.HEAD.equals(exchange.getRequest().getMethod())) {
            return response.setComplete();
        }
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }
}

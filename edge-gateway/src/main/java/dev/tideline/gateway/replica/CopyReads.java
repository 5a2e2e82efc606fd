package dev.tideline.gateway.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.events.ResourceKey;
import dev.tideline.gateway.placement.CopyDoor;
import dev.tideline.gateway.replica.Copies.Held;
import dev.tideline.pages.Item;
import dev.tideline.pages.ListPage;
import dev.tideline.pages.PageRules;
import dev.tideline.placement.CollectionPlacement;
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

    private final Supplier<Optional<Copies>> copies;
    private final Floor floor;
    private final CopySessions sessions;
    private final PageRules pages;
    private final CopyVoucher voucher;

    CopyReads(
            Supplier<Optional<Copies>> copies,
            Floor floor,
            CopySessions sessions,
            PageRules pages,
            CopyVoucher voucher) {
        this.copies = copies;
        this.floor = floor;
        this.sessions = sessions;
        this.pages = pages;
        this.voucher = voucher;
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
        if (voucher.forbids(collection.cache(), asOf)) {
            return tooStale(exchange);
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
        ListPage page = ListPage.of(name, held.stream().map(CopyReads::item).toList(), limit, "");
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
        sessions.extend(
                exchange.getRequest().getHeaders(),
                headers,
                found.from(),
                found.collection().name());
        voucher.vouch(headers, found.collection().cache(), found.asOf());
    }

    private static Mono<Void> absent(ServerWebExchange exchange, String resource, boolean deleted) {
        return deleted
                ? problem(exchange, HttpStatus.GONE, "gone", resource + " was deleted.")
                : problem(exchange, HttpStatus.NOT_FOUND, "not-found", "There is no " + resource + ".");
    }

    private static Mono<Void> tooStale(ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
        return problem(
                exchange,
                HttpStatus.SERVICE_UNAVAILABLE,
                "too-stale",
                "This region's copy may be older than the placement allows.");
    }

    private static Mono<Void> problem(ServerWebExchange exchange, HttpStatus status, String type, String detail) {
        exchange.getResponse().getHeaders().setCacheControl("no-store");
        Map<String, Object> problem = Map.of(
                "type",
                "urn:tideline:problem:" + type,
                "title",
                status.getReasonPhrase(),
                "status",
                status.value(),
                "detail",
                detail);
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

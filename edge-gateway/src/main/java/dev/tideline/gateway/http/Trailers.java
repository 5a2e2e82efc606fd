package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.Fields;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Fields that follow the content (RFC 9110 §6.5). They are passed on to clients that say they take them, and never
 * merged into the header section.
 *
 * @param names which may follow, announced before the content
 * @param fields what they are, once the content has been sent
 */
record Trailers(List<String> names, Supplier<Fields> fields) {

    static final Trailers NONE = new Trailers(List.of(), Fields::empty);

    /** §6.5.1: no field that is needed before the content is read, or that says how to read, keep or route it. */
    private static final Set<String> NEVER = Set.of(
            "age",
            "authentication-info",
            "authorization",
            "cache-control",
            "cache-groups",
            "cache-status",
            "cdn-cache-control",
            "connection",
            "content-encoding",
            "content-language",
            "content-length",
            "content-location",
            "content-range",
            "content-type",
            "date",
            "expires",
            "host",
            "keep-alive",
            "location",
            "pragma",
            "retry-after",
            "set-cookie",
            "surrogate-control",
            "te",
            "tideline-cache-control",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "vary",
            "warning",
            "www-authenticate");

    /** Those of a stored answer. */
    static Trailers of(Fields stored) {
        if (stored.size() == 0) {
            return NONE;
        }
        List<String> names = new ArrayList<>();
        stored.forEach((name, value) -> names.add(name));
        return new Trailers(names.stream().distinct().toList(), () -> stored);
    }

    /** Those that an answer announces, which are known when its content is. */
    static Trailers of(OriginAnswer answer) {
        return announced(answer.head().fields().all("Trailer"), answer::trailers);
    }

    /** Those that an answer announces which the ordinary routing filter fetched. */
    static Trailers of(HttpClientResponse answer) {
        AtomicReference<Fields> received = new AtomicReference<>(Fields.empty());
        Trailers announced = announced(answer.responseHeaders().getAll(HttpHeaderNames.TRAILER), received::get);
        if (!announced.isEmpty()) {
            var unused = answer.trailerHeaders().subscribe(sent -> received.set(allowed(Headers.of(sent))));
        }
        return announced;
    }

    private static Trailers announced(List<String> lines, Supplier<Fields> fields) {
        List<String> names = new ArrayList<>();
        for (String line : lines) {
            for (String name : line.split(",", -1)) {
                if (mayFollow(name.strip())) {
                    names.add(name.strip());
                }
            }
        }
        return names.isEmpty() ? NONE : new Trailers(List.copyOf(names), fields);
    }

    /** A trailer section without what may not be in one. */
    static Fields allowed(Fields received) {
        return received.withoutIf(name -> !mayFollow(name));
    }

    private static boolean mayFollow(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.isEmpty() && !NEVER.contains(lower) && !lower.startsWith("proxy-");
    }

    /** Whether a client takes them (§10.1.4). */
    static boolean areTakenBy(ServerHttpRequest request) {
        for (String line : request.getHeaders().getOrEmpty(HttpHeaders.TE)) {
            for (String coding : line.split(",", -1)) {
                if (coding.strip().equalsIgnoreCase("trailers")) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean isEmpty() {
        return names.isEmpty();
    }
}

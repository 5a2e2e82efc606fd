package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

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
        List<String> names = announced(answer.head().fields().all("Trailer"));
        return names.isEmpty() ? NONE : new Trailers(names, answer::trailers);
    }

    /** The names in an answer's {@code Trailer} lines that may follow. */
    static List<String> announced(List<String> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        return lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .filter(Trailers::mayFollow)
                .toList();
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

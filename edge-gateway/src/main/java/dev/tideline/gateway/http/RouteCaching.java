package dev.tideline.gateway.http;

import static dev.tideline.settings.WrongSetting.unless;

import dev.tideline.gateway.policy.PolicySettings;
import dev.tideline.gateway.policy.PolicySettings.Overrides;
import dev.tideline.gateway.policy.PolicySettings.SetCookie;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a route's metadata says under {@code cache}, parsed strictly: an unknown key or a wrong value stops the start.
 *
 * <pre>{@code
 * metadata:
 *   cache:
 *     enabled: true                  # false: forward everything, store nothing
 *     policy: default                # permissive: all that RFC 9111 allows
 *     ttl: 60s                       # lifetime of good answers, in place of the origin's
 *     negative-ttl: 5s               # lifetime of 404 and 410
 *     stale-while-revalidate: 30s
 *     stale-if-error: 1d
 *     when: silent                   # always: also where the origin says something itself
 *     set-cookie: if-shared          # refuse, if-shared, store
 *     tags: catalogue, shop          # purge tags every answer gets
 *     max-entry: 1MB
 *     sort-query: true               # key rules
 *     allow-query: id, page
 *     ignore-query: utm_source, utm_medium
 *     bypass-headers: X-Debug        # requests with one of these fields, cookies or parameters are forwarded
 *     bypass-cookies: session
 *     bypass-query: nocache
 *     versioned: true                # ?v= names an immutable version
 * }</pre>
 *
 * @param versioned null for the default, which is true where the purge log follows the route's data
 */
record RouteCaching(
        boolean enabled,
        PolicySettings policy,
        Set<String> tags,
        int maxEntry,
        Query query,
        Bypass bypass,
        @Nullable Boolean versioned) {

    private static final Set<String> KEYS = Set.of(
            "enabled",
            "policy",
            "ttl",
            "negative-ttl",
            "stale-while-revalidate",
            "stale-if-error",
            "when",
            "set-cookie",
            "tags",
            "max-entry",
            "sort-query",
            "allow-query",
            "ignore-query",
            "bypass-headers",
            "bypass-cookies",
            "bypass-query",
            "versioned");

    /** Which parameters are in the key. */
    record Query(boolean sort, Set<String> allow, Set<String> ignore) {}

    /** Requests with one of these are forwarded and their answers not stored. */
    record Bypass(Set<String> headers, Set<String> cookies, Set<String> query) {

        boolean isEmpty() {
            return headers.isEmpty() && cookies.isEmpty() && query.isEmpty();
        }
    }

    /**
     * Reads the metadata of one route.
     *
     * @param maxEntry the gateway's own limit in bytes
     * @param disconnectedMs the gateway's own limit on stale answers of a lost origin
     */
    static RouteCaching of(String route, Map<String, Object> metadata, int maxEntry, long disconnectedMs) {
        MetadataReader in = new MetadataReader(route, metadata.get("cache"));
        in.onlyKnows(KEYS);
        boolean permissive = in.oneOf("policy", "default", "permissive").equals("permissive");
        PolicySettings base = permissive ? PolicySettings.PERMISSIVE : PolicySettings.DEFAULT;
        SetCookie cookies =
                switch (in.oneOf("set-cookie", "", "refuse", "if-shared", "store")) {
                    case "refuse" -> SetCookie.REFUSE;
                    case "if-shared" -> SetCookie.IF_SHARED;
                    case "store" -> SetCookie.STORE;
                    default -> base.setCookie();
                };
        Overrides overrides = new Overrides(
                millis(in, "ttl"),
                millis(in, "negative-ttl"),
                millis(in, "stale-while-revalidate"),
                millis(in, "stale-if-error"),
                in.oneOf("when", "silent", "always").equals("silent"));
        long bytes = in.size("max-entry", maxEntry);
        unless(bytes >= 1 && bytes <= 64 << 20, in.key("max-entry"), bytes, "1B to 64MB");
        return new RouteCaching(
                in.flag("enabled", true),
                base.with(cookies).with(overrides).withDisconnectedStale(disconnectedMs),
                in.names("tags"),
                (int) bytes,
                new Query(in.flag("sort-query", false), in.names("allow-query"), in.names("ignore-query")),
                new Bypass(in.lowerNames("bypass-headers"), in.names("bypass-cookies"), in.names("bypass-query")),
                in.has("versioned") ? in.flag("versioned", true) : null);
    }

    private static long millis(MetadataReader in, String key) {
        Duration value = in.duration(key);
        return value == null ? -1 : value.toMillis();
    }
}

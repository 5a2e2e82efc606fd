package dev.tideline.gateway.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads request directives (RFC 9111 §5.2.1) with the client's caution in mind: doubt means "validate". */
final class RequestDirectiveParser implements CacheControl.Sink {

    private boolean noCache;
    private boolean noStore;
    private boolean onlyIfCached;
    private long maxAge = -1;
    private long minFresh = -1;
    private long maxStale = -1;
    private long staleIfError = -1;

    private RequestDirectiveParser() {}

    static RequestDirectives parse(Fields fields) {
        List<String> lines = fields.all("Cache-Control");
        if (lines.isEmpty()) {
            return pragma(fields);
        }
        RequestDirectiveParser parser = new RequestDirectiveParser();
        CacheControl.scan(lines, parser);
        return parser.build();
    }

    /** "When the Cache-Control header field is not present in a request", Pragma: no-cache means no-cache (§5.4). */
    private static RequestDirectives pragma(Fields fields) {
        for (String line : fields.all("Pragma")) {
            for (String member : FieldSyntax.members(line)) {
                if (member.equalsIgnoreCase("no-cache")) {
                    return new RequestDirectives(true, false, false, -1, -1, -1, -1);
                }
            }
        }
        return RequestDirectives.NONE;
    }

    private RequestDirectives build() {
        return noCache || noStore || onlyIfCached || maxAge >= 0 || minFresh >= 0 || maxStale >= 0 || staleIfError >= 0
                ? new RequestDirectives(noCache, noStore, onlyIfCached, maxAge, minFresh, maxStale, staleIfError)
                : RequestDirectives.NONE;
    }

    @Override
    public void directive(String name, @Nullable String argument) {
        switch (name) {
            case "no-cache" -> noCache = true;
            case "no-store" -> noStore = true;
            case "only-if-cached" -> onlyIfCached = true;
            case "max-age" -> maxAge = smaller(maxAge, Math.max(0, DirectiveCollector.deltaMs(argument)));
            case "min-fresh" -> {
                long ms = DirectiveCollector.deltaMs(argument);
                minFresh = Math.max(minFresh, ms < 0 ? Numbers.FOREVER : ms);
            }
            // Without a value any staleness will do (§5.2.1.2); an unreadable value allows none.
            case "max-stale" ->
                maxStale = smaller(
                        maxStale,
                        argument == null ? Long.MAX_VALUE : Math.max(0, DirectiveCollector.deltaMs(argument)));
            case "stale-if-error" ->
                staleIfError = smaller(staleIfError, Math.max(0, DirectiveCollector.deltaMs(argument)));
            default -> {
                // Unknown directives are ignored (§5.2.3).
            }
        }
    }

    @Override
    public void malformed(String text) {
        if (text.contains("no-store")) {
            noStore = true;
        } else if (text.contains("no-cache") || text.contains("max-age")) {
            noCache = true;
        }
    }

    @Override
    public void unterminated() {
        noCache = true;
    }

    private static long smaller(long before, long now) {
        return before < 0 ? now : Math.min(before, now);
    }
}

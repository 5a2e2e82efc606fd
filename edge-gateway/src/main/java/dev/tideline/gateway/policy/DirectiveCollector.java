package dev.tideline.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Gathers response directives, whatever syntax they came in, and settles duplicates on the strict side. */
final class DirectiveCollector implements CacheControl.Sink {

    private boolean noStore;
    private boolean noCache;
    private final List<String> noCacheFields = new ArrayList<>();
    private boolean isPrivate;
    private final List<String> privateFields = new ArrayList<>();
    private boolean isPublic;
    private boolean mustRevalidate;
    private boolean proxyRevalidate;
    private boolean mustUnderstand;
    private boolean immutable;
    private long maxAge = -1;
    private long sMaxAge = -1;
    private long staleWhileRevalidate = -1;
    private long staleIfError = -1;
    private boolean doubt;

    /**
     * Takes one directive.
     *
     * @param name in lower case
     * @param argument the unquoted argument, or null without one
     */
    void add(String name, @Nullable String argument) {
        switch (name) {
            // A restriction stays one even with an argument it does not define.
            case "no-store" -> noStore = true;
            case "must-revalidate" -> mustRevalidate = true;
            case "proxy-revalidate" -> proxyRevalidate = true;
            case "no-cache" -> noCache |= !names(argument, noCacheFields);
            case "private" -> isPrivate |= !names(argument, privateFields);
            // A permission with an argument it does not define is none.
            case "public" -> isPublic |= argument == null;
            case "immutable" -> immutable |= argument == null;
            case "must-understand" -> {
                mustUnderstand = true;
                doubt |= argument != null;
            }
            case "max-age" -> maxAge = lifetime(maxAge, argument);
            case "s-maxage" -> sMaxAge = lifetime(sMaxAge, argument);
            case "stale-while-revalidate" -> staleWhileRevalidate = window(staleWhileRevalidate, argument);
            case "stale-if-error" -> staleIfError = window(staleIfError, argument);
            default -> {
                // "A cache MUST ignore unrecognized cache directives" (RFC 9111 §5.2.3).
            }
        }
    }

    @Override
    public void directive(String name, @Nullable String argument) {
        add(name, argument);
    }

    /** Takes text that is no directive: whatever restriction it may have meant counts. */
    @Override
    public void malformed(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        noStore |= lower.contains("no-store");
        isPrivate |= lower.contains("private");
        noCache |= lower.contains("no-cache");
        mustRevalidate |= lower.contains("revalidate") && !lower.contains("while");
        if (lower.contains("s-maxage")) {
            sMaxAge = 0;
        } else if (lower.contains("max-age")) {
            maxAge = 0;
        }
    }

    /** A quoted string had no end: anything may have been swallowed. */
    @Override
    public void unterminated() {
        doubt = true;
    }

    ResponseDirectives build() {
        return new ResponseDirectives(
                noStore,
                noCache,
                List.copyOf(noCacheFields),
                isPrivate,
                List.copyOf(privateFields),
                isPublic,
                mustRevalidate,
                proxyRevalidate,
                mustUnderstand,
                immutable,
                maxAge,
                sMaxAge,
                staleWhileRevalidate,
                staleIfError,
                doubt);
    }

    /** Reads field names; false if there are none or one is malformed, which makes the directive unqualified. */
    private static boolean names(@Nullable String argument, List<String> into) {
        if (argument == null) {
            return false;
        }
        List<String> members = FieldSyntax.members(argument);
        if (members.isEmpty() || !members.stream().allMatch(FieldSyntax::isToken)) {
            return false;
        }
        members.forEach(member -> into.add(member.toLowerCase(Locale.ROOT)));
        return true;
    }

    /**
     * "When there is more than one value present for a given directive [...] either the first occurrence should be used
     * or the response should be considered stale", and so should one with an invalid value (RFC 9111 §4.2.1).
     */
    private static long lifetime(long before, @Nullable String argument) {
        long ms = Math.max(0, deltaMs(argument));
        return before < 0 || before == ms ? ms : 0;
    }

    /** An invalid or contradictory permission is none. */
    private static long window(long before, @Nullable String argument) {
        long ms = Math.max(0, deltaMs(argument));
        return before < 0 ? ms : Math.min(before, ms);
    }

    /** delta-seconds (RFC 9111 §1.2.2) in milliseconds, very large for more than fits; -1 if it is no such number. */
    static long deltaMs(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return -1;
        }
        long seconds = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            seconds = Math.min(Numbers.FOREVER / 100, seconds * 10 + digit);
        }
        return Numbers.secondsToMs(seconds);
    }
}

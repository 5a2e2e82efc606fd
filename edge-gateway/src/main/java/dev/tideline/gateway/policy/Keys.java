package dev.tideline.gateway.policy;

import dev.tideline.gateway.policy.Keying.Bypass;
import dev.tideline.gateway.policy.Keying.Keyed;
import dev.tideline.gateway.policy.Keying.Refused;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Builds primary keys (RFC 9111 §2) out of targets normalised as RFC 3986 §6.2.2 and RFC 9110 §4.2.3 allow. */
final class Keys {

    private static final Pattern AUTHORITY =
            Pattern.compile("([a-z0-9._~-]{1,255}|\\[[0-9a-f:.]{2,45}])(?::([0-9]{0,5}))?");

    private Keys() {}

    static Keying key(KeyRules rules, String scheme, String authority, String pathAndQuery) {
        String lowerScheme = scheme.toLowerCase(Locale.ROOT);
        if (!lowerScheme.equals("http") && !lowerScheme.equals("https")) {
            return new Refused("scheme");
        }
        String host = host(lowerScheme, authority.toLowerCase(Locale.ROOT));
        if (host == null) {
            return new Refused("authority");
        }
        if (!pathAndQuery.startsWith("/") || !isPrintable(pathAndQuery)) {
            return new Refused("target");
        }
        if (pathAndQuery.length() > rules.limit()) {
            return new Bypass("long-target");
        }
        int question = pathAndQuery.indexOf('?');
        String path = PercentEncoding.normalise(question < 0 ? pathAndQuery : pathAndQuery.substring(0, question));
        String query = question < 0 ? null : PercentEncoding.normalise(pathAndQuery.substring(question + 1));
        if (path == null || (question >= 0 && query == null)) {
            return new Bypass("percent-encoding");
        }
        if (pathAndQuery.indexOf('\\') >= 0) {
            return new Bypass("backslash");
        }
        String clean = DotSegments.remove(path);
        return clean == null ? new Bypass("dot-segment") : keyed(rules, lowerScheme, host, clean, query);
    }

    private static Keyed keyed(KeyRules rules, String scheme, String host, String path, @Nullable String query) {
        String keyedQuery = query == null ? null : QueryRules.apply(rules, query);
        StringBuilder key = new StringBuilder(path.length() + 64);
        part(key, rules.route());
        part(key, scheme);
        part(key, host);
        part(key, path);
        if (keyedQuery != null) {
            part(key, keyedQuery);
        }
        String target = query == null ? path : path + '?' + query;
        return new Keyed(new CacheKey(key.toString()), scheme + "://" + host + target, path, target);
    }

    /** With its length in front, so that no part can run into the next one. */
    private static void part(StringBuilder key, String text) {
        key.append(text.length()).append(':').append(text).append(' ');
    }

    /** Host and port without the scheme's default port, or null if it is none. */
    private static @Nullable String host(String scheme, String authority) {
        Matcher m = AUTHORITY.matcher(authority);
        if (!m.matches()) {
            return null;
        }
        String port = m.group(2);
        if (port == null || port.isEmpty()) {
            return m.group(1);
        }
        int number = Integer.parseInt(port);
        boolean isDefault = number == (scheme.equals("https") ? 443 : 80);
        return number > 65_535 ? null : isDefault ? m.group(1) : m.group(1) + ':' + number;
    }

    /** Visible ASCII without the fragment's mark: everything else is no request target (RFC 9112 §3.2). */
    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= 0x20 || c >= 0x7f || c == '#') {
                return false;
            }
        }
        return true;
    }
}

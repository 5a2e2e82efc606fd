package dev.tideline.gateway.policy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** References in header fields, resolved against the target URI (RFC 3986 §5). */
final class References {

    private static final int LONGEST = 8192;

    private References() {}

    /** The absolute URI without fragment, or null if either part is malformed. */
    static @Nullable String resolve(String base, String reference) {
        if (reference.length() > LONGEST) {
            return null;
        }
        try {
            URI target = new URI(base);
            // java.net.URI resolves the empty reference against the parent, RFC 3986 §5.2.2 against the base.
            URI resolved = reference.isEmpty() ? target : target.resolve(new URI(reference));
            String text = resolved.toString();
            int fragment = text.indexOf('#');
            return fragment < 0 ? text : text.substring(0, fragment);
        } catch (URISyntaxException malformed) {
            return null;
        }
    }

    /** Whether both have the same scheme, host and port (RFC 9110 §4.3.1). */
    static boolean sameOrigin(String left, String right) {
        String origin = origin(left);
        return origin != null && origin.equals(origin(right));
    }

    private static @Nullable String origin(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getScheme() == null || uri.getHost() == null) {
                return null;
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
            return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ':' + port;
        } catch (URISyntaxException malformed) {
            return null;
        }
    }
}

package dev.tideline.placement;

import dev.tideline.events.ResourceKey;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which collection a path of Tideline's API leads to. */
public final class ApiPath {

    private static final String API = "/api/";

    private ApiPath() {}

    /**
     * What a path names.
     *
     * @param id the first segment below the collection; null where there is none
     */
    public record Target(String collection, @Nullable String id) {}

    /**
     * Reads a path as the most lenient of those who may read it after us: percent-encoding, empty and dot segments and
     * matrix parameters do not hide a collection.
     *
     * @param rawPath as it was sent, without query; {@code /api/{collection}} and everything below
     */
    public static Optional<String> collection(String rawPath) {
        return target(rawPath).map(Target::collection);
    }

    /** Reads a path as {@link #collection} does. */
    public static Optional<Target> target(String rawPath) {
        if (isPlain(rawPath)) {
            return plain(rawPath);
        }
        Deque<String> segments = new ArrayDeque<>();
        for (String raw : decoded(rawPath).split("[/\\\\]+", -1)) {
            String segment = raw.split(";", 2)[0];
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        Iterator<String> names = segments.iterator();
        boolean ofApi = names.hasNext() && names.next().equals("api") && names.hasNext();
        return ofApi ? target(names.next(), names.hasNext() ? names.next() : null) : Optional.empty();
    }

    private static Optional<Target> target(String collection, @Nullable String id) {
        return ResourceKey.isCollection(collection) ? Optional.of(new Target(collection, id)) : Optional.empty();
    }

    /** Whether all who read it see the same segments, as it is with nearly all: no character that anybody could interpret. */
    private static boolean isPlain(String rawPath) {
        if (!rawPath.startsWith("/")) {
            return false;
        }
        for (int i = 1; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            boolean first = rawPath.charAt(i - 1) == '/';
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || c == '~';
            if (!plain && (first || (c != '/' && c != '.'))) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Target> plain(String path) {
        if (!path.startsWith(API)) {
            return Optional.empty();
        }
        int end = path.indexOf('/', API.length());
        if (end < 0) {
            return target(path.substring(API.length()), null);
        }
        int beyond = path.indexOf('/', end + 1);
        String id = path.substring(end + 1, beyond < 0 ? path.length() : beyond);
        return target(path.substring(API.length(), end), id.isEmpty() ? null : id);
    }

    private static String decoded(String rawPath) {
        try {
            return URLDecoder.decode(rawPath.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return rawPath;
        }
    }
}

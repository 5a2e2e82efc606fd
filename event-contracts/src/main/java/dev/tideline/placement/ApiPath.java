package dev.tideline.placement;

import dev.tideline.events.ResourceKey;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/** Which collection a path of Tideline's API leads to. */
public final class ApiPath {

    private ApiPath() {}

    /**
     * Reads a path as the most lenient of those who may read it after us: percent-encoding, empty and dot segments and
     * matrix parameters do not hide a collection.
     *
     * @param rawPath as it was sent, without query; {@code /api/{collection}} and everything below
     */
    public static Optional<String> collection(String rawPath) {
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
        return ofApi ? Optional.of(names.next()).filter(ResourceKey::isCollection) : Optional.empty();
    }

    private static String decoded(String rawPath) {
        try {
            return URLDecoder.decode(rawPath.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return rawPath;
        }
    }
}

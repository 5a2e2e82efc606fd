package dev.tideline.gateway.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Removal of dot segments from an absolute path (RFC 3986 §5.2.4). */
final class DotSegments {

    private DotSegments() {}

    /**
     * The path without {@code .} and {@code ..} segments; null if a dot segment has a parameter ({@code /..;x/}), which
     * some servers take for a dot segment and others for a name.
     */
    static @Nullable String remove(String path) {
        if (!path.contains("/.")) {
            return path;
        }
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            boolean last = i == segments.length - 1;
            if (segment.startsWith(".;") || segment.startsWith("..;")) {
                return null;
            }
            boolean dots = segment.equals(".") || segment.equals("..");
            if (segment.equals("..")) {
                kept.pollLast();
            }
            if (!dots) {
                kept.addLast(segment);
            } else if (last) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }
}

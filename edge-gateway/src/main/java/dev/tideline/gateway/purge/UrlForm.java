package dev.tideline.gateway.purge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The one form of a URL under which a purge and an entry meet (RFC 3986 section 6.2.2): scheme and host in lower case,
 * no default port, percent-escapes in upper case and undone for unreserved characters, no dot segments, no fragment.
 * Nothing is refused: text that is not a URL has some form too.
 */
final class UrlForm {

    private UrlForm() {}

    /** @param url absolute, or a path with or without a query */
    static String normal(String url) {
        int hash = url.indexOf('#');
        String text = hash < 0 ? url : url.substring(0, hash);
        int start = pathStart(text);
        int question = text.indexOf('?', start);
        String path = text.substring(start, question < 0 ? text.length() : question);
        String query = question < 0 ? "" : escapes(text.substring(question));
        return origin(text.substring(0, start)) + path(path) + query;
    }

    /** The path and query of a URL in normal form. */
    static String withoutOrigin(String normal) {
        return normal.substring(pathStart(normal));
    }

    /** The normal form of a path alone. */
    static String path(String path) {
        String plain = escapes(path);
        return plain.contains("/.") ? withoutDots(plain) : plain.isEmpty() ? "/" : plain;
    }

    private static int pathStart(String url) {
        int authority = url.indexOf("://");
        int query = url.indexOf('?');
        if (authority < 0 || url.startsWith("/") || (query >= 0 && query < authority)) {
            return 0;
        }
        for (int i = authority + 3; i < url.length(); i++) {
            if (url.charAt(i) == '/' || url.charAt(i) == '?') {
                return i;
            }
        }
        return url.length();
    }

    private static String origin(String text) {
        String origin = text.toLowerCase(Locale.ROOT);
        if (origin.startsWith("http://") && origin.endsWith(":80")) {
            return origin.substring(0, origin.length() - 3);
        }
        return origin.startsWith("https://") && origin.endsWith(":443")
                ? origin.substring(0, origin.length() - 4)
                : origin;
    }

    private static String escapes(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int value = text.charAt(i) == '%' ? escaped(text, i) : -1;
            if (value < 0) {
                out.append(text.charAt(i));
                continue;
            }
            if (isUnreserved(value)) {
                out.append((char) value);
            } else {
                out.append(text.substring(i, i + 3).toUpperCase(Locale.ROOT));
            }
            i += 2;
        }
        return out.toString();
    }

    private static int escaped(String text, int at) {
        if (at + 2 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at + 1), 16);
        int low = Character.digit(text.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    /** RFC 3986 section 5.2.4. */
    private static String withoutDots(String path) {
        List<String> kept = new ArrayList<>();
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            switch (segments[i]) {
                case "." -> {}
                case ".." -> {
                    if (!kept.isEmpty()) {
                        kept.removeLast();
                    }
                }
                default -> {
                    kept.add(segments[i]);
                    continue;
                }
            }
            if (last) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept);
    }
}

package dev.tideline.gateway.policy;

/**
 * A request as the cache sees it; its directives are parsed once, here.
 *
 * @param method the method, case-sensitive (RFC 9110 §9.1)
 * @param url the absolute target URI (RFC 9110 §7.1), used to resolve what an unsafe method invalidates
 * @param fields the client's header section
 * @param directives the request's {@code Cache-Control}, or what {@code Pragma} says in its absence
 */
public record CacheRequest(String method, String url, Fields fields, RequestDirectives directives) {

    /** Parses the directives out of {@code fields}. */
    public static CacheRequest of(String method, String url, Fields fields) {
        return new CacheRequest(method, url, fields, RequestDirectives.of(fields));
    }

    /** Whether a stored response to GET may answer it: GET and HEAD (RFC 9111 §2, §4). */
    public boolean isReadable() {
        return method.equals("GET") || isHead();
    }

    /** Whether the method is HEAD. */
    public boolean isHead() {
        return method.equals("HEAD");
    }

    /** Safe methods do not invalidate (RFC 9110 §9.2.1); a method nobody knows counts as unsafe (RFC 9111 §4.4). */
    public boolean isSafe() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "REPORT", "SEARCH", "QUERY" -> true;
            default -> false;
        };
    }
}

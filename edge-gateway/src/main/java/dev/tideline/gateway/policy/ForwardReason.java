package dev.tideline.gateway.policy;

/** Why a request went on to the origin: the values of {@code fwd} (RFC 9211 §2.2). */
public enum ForwardReason {
    /** The cache was configured not to handle this request. */
    BYPASS("bypass"),
    /** The method's semantics require it. */
    METHOD("method"),
    /** Nothing is stored for this URI. */
    URI_MISS("uri-miss"),
    /** Something is stored for this URI, but no variant matches the selecting fields. */
    VARY_MISS("vary-miss"),
    /** Nothing usable is stored; used when uri-miss and vary-miss cannot be told apart. */
    MISS("miss"),
    /** A fresh response is stored, but the request's directives do not allow its use. */
    REQUEST("request"),
    /** The stored response is stale. */
    STALE("stale"),
    /** The stored response holds only some of the ranges asked for. */
    PARTIAL("partial");

    private final String token;

    ForwardReason(String token) {
        this.token = token;
    }

    /** The token as it appears in {@code Cache-Status}. */
    public String token() {
        return token;
    }
}

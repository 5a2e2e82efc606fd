package dev.tideline.gateway.policy;

/** What status codes mean to a cache (RFC 9110 §15). */
final class Statuses {

    private Statuses() {}

    /** Heuristically cacheable by definition (RFC 9110 §15.1, RFC 7238 for 308). */
    static boolean isHeuristicallyCacheable(int status) {
        return switch (status) {
            case 200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501 -> true;
            default -> false;
        };
    }

    /** Codes whose caching requirements this cache knows (RFC 9111 §5.2.2.3). */
    static boolean isUnderstood(int status) {
        return switch (status) {
            case 200, 201, 202, 203, 204, 205, 206, 300, 301, 302, 303, 307, 308 -> true;
            case 400, 401, 402, 403, 404, 405, 406, 409, 410, 414, 422, 451 -> true;
            case 500, 501, 502, 503, 504, 505 -> true;
            default -> false;
        };
    }

    /**
     * Never stored: they answer something about this very request that is not in the key (its conditions, range, size,
     * content, pace or connection), so that storing one lets a client break a URL for everybody. RFC 6585 §3-§5 and RFC
     * 8470 §5.2 say so for theirs.
     */
    static boolean isAboutTheRequest(int status) {
        return switch (status) {
            case 304, 401, 407, 408, 411, 412, 413, 415, 416, 417, 421, 425, 426, 428, 429, 431, 511 -> true;
            default -> false;
        };
    }

    /** Errors for which a stale answer may stand in (RFC 5861 §4); 0 stands for no answer at all. */
    static boolean isServerFailure(int status) {
        return switch (status) {
            case 0, 500, 502, 503, 504 -> true;
            default -> false;
        };
    }
}

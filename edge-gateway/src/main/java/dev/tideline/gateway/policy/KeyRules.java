package dev.tideline.gateway.policy;

import java.util.Set;

/**
 * How one route makes a primary key out of a request target.
 *
 * @param route the route's id, part of the key so that equal URIs on two routes never meet
 * @param sortQuery whether parameters are sorted by name (stable for equal names)
 * @param allow if not empty, only these parameters are in the key
 * @param ignore these parameters are not in the key
 * @param limit the longest raw target in characters that gets a key; longer ones bypass
 */
public record KeyRules(String route, boolean sortQuery, Set<String> allow, Set<String> ignore, int limit) {

    /** Copies the sets. */
    public KeyRules {
        allow = Set.copyOf(allow);
        ignore = Set.copyOf(ignore);
    }

    /** The plain rules: every parameter, in the order given. */
    public static KeyRules of(String route) {
        return new KeyRules(route, false, Set.of(), Set.of(), 8192);
    }

    /**
     * Keys a request target. Never throws.
     *
     * @param scheme the scheme, any case
     * @param authority the host and optional port the request was addressed to (never taken from X-Forwarded-* fields)
     * @param pathAndQuery the raw path and query exactly as received, starting with a slash
     */
    public Keying key(String scheme, String authority, String pathAndQuery) {
        return Keys.key(this, scheme, authority, pathAndQuery);
    }
}

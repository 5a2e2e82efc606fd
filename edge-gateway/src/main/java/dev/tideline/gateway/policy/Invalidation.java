package dev.tideline.gateway.policy;

import java.util.Set;

/**
 * What a non-error answer to an unsafe request makes invalid (RFC 9111 §4.4, RFC 9875 §3).
 *
 * @param urls absolute URIs on the request's own origin
 * @param groups cache groups of the request's own origin
 */
public record Invalidation(Set<String> urls, Set<String> groups) {

    /** Nothing. */
    public static final Invalidation NOTHING = new Invalidation(Set.of(), Set.of());
}

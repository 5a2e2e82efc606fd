package dev.tideline.gateway.policy;

/**
 * May this stored response be served? (RFC 9111 §4) Ages and ttls are in milliseconds; a ttl is negative once the
 * lifetime has passed.
 */
public sealed interface ServeDecision {

    /**
     * Serve it.
     *
     * @param ageMs current_age
     * @param ttlMs remaining lifetime, or less when {@code max-stale} was not needed
     */
    record Fresh(long ageMs, long ttlMs) implements ServeDecision {}

    /**
     * Serve it although it is stale, since somebody permitted that (§4.2.4).
     *
     * @param permission who permitted it
     * @param refreshInBackground whether the shell should now revalidate it behind the client's back
     * @param ageMs current_age
     * @param ttlMs remaining lifetime, zero or negative
     */
    record StaleServable(Permission permission, boolean refreshInBackground, long ageMs, long ttlMs)
            implements ServeDecision {}

    /**
     * Ask the origin whether it is still good (§4.3.1).
     *
     * @param conditions the conditional fields to send; empty when there is no validator, which makes it a plain refetch
     * @param why stale, or request when the client's directives forbade a fresh one
     * @param ageMs current_age
     * @param ttlMs remaining lifetime
     */
    record MustRevalidate(Fields conditions, ForwardReason why, long ageMs, long ttlMs) implements ServeDecision {}

    /**
     * Nothing stored helps; forward the request.
     *
     * @param why the reason for {@code Cache-Status}
     * @param range {@code Range} and {@code If-Range} that fetch what a stored part lacks (RFC 9111 §3.4), or empty
     */
    record Forward(ForwardReason why, Fields range) implements ServeDecision {}

    /** {@code only-if-cached} and nothing to serve: answer 504 (§5.2.1.7). */
    record Unsatisfiable() implements ServeDecision {}

    /** Who allowed a stale answer. */
    enum Permission {
        /** The origin, within a window after the lifetime (RFC 5861 §3). */
        STALE_WHILE_REVALIDATE,
        /** The origin or the client, after an error (RFC 5861 §4). */
        STALE_IF_ERROR,
        /** The client, by {@code max-stale} (RFC 9111 §5.2.1.2). */
        MAX_STALE,
        /** The configuration, while the origin cannot be reached (RFC 9111 §4.2.4). */
        DISCONNECTED
    }
}

package dev.tideline.gateway.policy;

/** May this origin response be stored? (RFC 9111 §3) */
public sealed interface StoreDecision {

    /**
     * Yes, and everything a later hit needs has been computed.
     *
     * @param response what to keep beside the body
     */
    record Store(StoredResponse response) implements StoreDecision {}

    /**
     * No.
     *
     * @param reason why, for {@code Cache-Status} and for explain
     */
    record DoNotStore(Refusal reason) implements StoreDecision {}

    /** The reasons not to store. */
    enum Refusal {
        /** The method's responses are not cacheable here. */
        METHOD("method"),
        /** A status whose meaning this cache does not know or may not keep (§3, §5.2.2.3). */
        STATUS("status"),
        /** {@code no-store} in the request. */
        REQUEST_NO_STORE("request-no-store"),
        /** {@code no-store} in the response. */
        NO_STORE("no-store"),
        /** {@code private} without field names (§5.2.2.7). */
        PRIVATE("private"),
        /** {@code Authorization} without permission to share (§3.5). */
        AUTHORIZATION("authorization"),
        /** {@code Set-Cookie} on a response that is not marked as shared (§7.3). */
        SET_COOKIE("set-cookie"),
        /** {@code Vary: *} or an unreadable {@code Vary} (§4.1). */
        VARY("vary"),
        /** Neither freshness nor a validator: it could never be used. */
        NO_FRESHNESS("no-freshness"),
        /** Malformed or contradictory cache fields; the safe side is not to keep it. */
        DOUBT("doubt"),
        /** A partial response that cannot be kept (§3.3, RFC 9110 §15.3.7). */
        PARTIAL("partial"),
        /** The request had content, which is not part of the key. */
        REQUEST_CONTENT("request-content");

        private final String text;

        Refusal(String text) {
            this.text = text;
        }

        /** A short token for {@code Cache-Status: detail} and for explain. */
        public String text() {
            return text;
        }
    }
}

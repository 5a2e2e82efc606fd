package dev.tideline.gateway.policy;

/** What a 304 or a response to HEAD does to a stored response (RFC 9111 §4.3.4, §4.3.5). */
public sealed interface Freshened {

    /** Keep the body under this updated metadata. */
    record Updated(StoredResponse response) implements Freshened {}

    /** The stored response is known to be out of date: drop it. */
    record Invalidated() implements Freshened {}

    /** The answer does not select this stored response: leave it, do not use it for this request. */
    record NotSelected() implements Freshened {}
}

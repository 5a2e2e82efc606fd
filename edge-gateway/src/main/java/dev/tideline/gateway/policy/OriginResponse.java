package dev.tideline.gateway.policy;

/**
 * A final response of the origin, with the two times its age is reckoned from (RFC 9111 §4.2.3).
 *
 * @param status the final status code; an interim (1xx) response is never given to the policy
 * @param fields the header section as received
 * @param requestTimeMs when the request was sent, in milliseconds since the epoch
 * @param responseTimeMs when the header section arrived, in milliseconds since the epoch
 */
public record OriginResponse(int status, Fields fields, long requestTimeMs, long responseTimeMs) {}

package dev.tideline.gateway.http;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.util.concurrent.TimeoutException;

/** Why there is no answer from the origin, and what the client is told if nothing stored can stand in. */
enum OriginFailure {
    /** Refused, reset, unknown host, broken off, or not HTTP (RFC 9110 §15.6.3). */
    UNREACHABLE(502, "Bad Gateway", "The origin cannot be reached.", "unreachable"),
    /** It took too long (RFC 9110 §15.6.5). */
    TIMEOUT(504, "Gateway Timeout", "The origin did not answer in time.", "timeout"),
    /** It failed so often that it is not asked for a moment (RFC 9110 §15.6.4). */
    BROKEN(
            503,
            "Service Unavailable",
            "The origin failed repeatedly and is given a moment to recover.",
            "breaker-open"),
    /** It has as many requests as it takes well, and too many wait for their turn. */
    BUSY(503, "Service Unavailable", "The origin has as many requests as it can take.", "origin-busy"),
    /** It did not say that it answered by this region's residency rules. */
    UNCONFIRMED(
            502,
            "Bad Gateway",
            "The origin did not confirm the residency rules, so its answer is not passed on.",
            "placement-unconfirmed"),
    /** It named a home that this region does not serve (RFC 7725). */
    NOT_SERVED(
            451,
            "Unavailable For Legal Reasons",
            "The placement rules do not let what the origin answered be served in this region.",
            "not-served-here"),
    /** It named a home that the placement does not know, so nobody knows where its answer may be. */
    UNKNOWN_HOME(
            502,
            "Bad Gateway",
            "The origin named a home that the placement rules do not have, so its answer is not passed on.",
            "unknown-home"),
    /** It answered, twice, with less than is known to be committed. */
    LAGGING(503, "Service Unavailable", "The origin lags behind what is known here.", "origin-lags");

    final int status;
    final String title;
    final String detail;
    final String token;

    OriginFailure(int status, String title, String detail, String token) {
        this.status = status;
        this.title = title;
        this.detail = detail;
        this.token = token;
    }

    /** Whether an error is the origin's failure, and not a mistake of our own. */
    static boolean isOne(Throwable error) {
        return !(error instanceof Error
                || error instanceof IllegalArgumentException
                || error instanceof NullPointerException
                || error instanceof IndexOutOfBoundsException
                || error instanceof ClassCastException);
    }

    static OriginFailure of(Throwable error) {
        if (error instanceof CallNotPermittedException) {
            return BROKEN;
        }
        if (error instanceof OriginGate.Full) {
            return BUSY;
        }
        if (error instanceof OriginClient.Unconfirmed) {
            return UNCONFIRMED;
        }
        return error instanceof TimeoutException || error instanceof ReadTimeoutException ? TIMEOUT : UNREACHABLE;
    }
}

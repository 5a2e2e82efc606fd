package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.CacheStatus;
import dev.tideline.gateway.purge.Stamp;

/**
 * An answer of the origin that has begun to arrive, and why it was asked for.
 *
 * @param stamp the position in the purge log before the origin was asked
 */
record Incoming(Ask ask, Decided decided, Flight flight, Stamp stamp, OriginAnswer answer) {

    CacheStatus status(Replies replies) {
        return replies.forwarded(decided.why()).withForwardStatus(answer.status());
    }
}

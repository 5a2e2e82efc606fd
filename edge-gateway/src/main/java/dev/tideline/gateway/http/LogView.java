package dev.tideline.gateway.http;

import dev.tideline.events.SessionTicket;
import dev.tideline.gateway.purge.SessionGate;
import dev.tideline.gateway.store.Coherence;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The purge log of one home, as reads of its data use it.
 *
 * @param coherence judges entries
 * @param gate judges session tickets; null where no purge log is followed: then none is ever reached, and the origin decides
 */
record LogView(Coherence coherence, @Nullable SessionGate gate) {

    /** Whether a ticket's text is known to count in the writes of another log. */
    boolean isOfAnotherLog(String ticket) {
        return gate != null && gate.isOfAnotherLog(ticket);
    }

    /** Whether the purges of a ticket's writes are known here, within the limit. */
    Mono<Boolean> reached(SessionTicket ticket, Duration limit) {
        SessionGate waiting = gate;
        return waiting == null ? Mono.just(false) : Mono.fromFuture(() -> waiting.await(ticket, limit));
    }

    /** All that is known here to be committed; empty while nothing is. */
    Optional<SessionTicket> everything() {
        return gate == null ? Optional.empty() : gate.everything();
    }
}

package dev.tideline.gateway.http;

import dev.tideline.events.SessionTicket;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

/** Holds a reader back until what it wrote is known here; a reader that waits too long is sent to the origin. */
final class Sessions {

    private final Duration limit;

    Sessions(Duration limit) {
        this.limit = limit;
    }

    sealed interface Ticket {}

    /** Whether the cache may answer, now or soon. */
    record Reached(Mono<Boolean> yes) implements Ticket {}

    /** It is not a ticket. */
    record Refused(String why) implements Ticket {}

    /**
     * Gives a session back, with an answer that names the writes it shows, a ticket for those and its own.
     *
     * @param log of the home of what is answered
     * @param followed whether the answer is of Tideline's own origin; another's word about writes counts for nothing
     */
    void extend(HttpHeaders request, HttpHeaders response, LogView log, boolean followed) {
        String shown = response.getFirst(SessionTicket.HEADER);
        if (shown == null) {
            return;
        }
        String held = request.getFirst(SessionTicket.HEADER);
        if (!followed || log.isOfAnotherLog(shown)) {
            response.remove(SessionTicket.HEADER);
        } else if (held != null
                && SessionTicket.parse(held) instanceof SessionTicket.Readable(SessionTicket own)
                && SessionTicket.parse(shown) instanceof SessionTicket.Readable(SessionTicket seen)) {
            response.set(SessionTicket.HEADER, own.and(seen).toString());
        }
    }

    Ticket reached(List<String> values, LogView log) {
        if (values.size() != 1) {
            return new Refused("it comes in several lines");
        }
        return switch (SessionTicket.parse(values.getFirst())) {
            case SessionTicket.Malformed(String reason) -> new Refused("it cannot be read");
            case SessionTicket.Readable(SessionTicket ticket) -> new Reached(log.reached(ticket, limit));
        };
    }
}

package dev.tideline.gateway.replica;

import dev.tideline.events.SessionTicket;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.http.HttpHeaders;

/** Which sessions a copy can answer, and the tickets it gives them. */
final class CopySessions {

    private final Predicate<SessionTicket> isOurs;

    /** @param isOurs whether a ticket's positions count in the log of writes that the copies are made from */
    CopySessions(Predicate<SessionTicket> isOurs) {
        this.isOurs = isOurs;
    }

    /** Whether the copy shows all that the request's ticket asks for; a ticket that cannot be read is not for the copy to judge. */
    boolean isReached(HttpHeaders request, Copies copies) {
        List<String> tickets = request.getOrEmpty(SessionTicket.HEADER);
        return tickets.isEmpty()
                || (tickets.size() == 1
                        && SessionTicket.parse(tickets.getFirst()) instanceof SessionTicket.Readable(SessionTicket own)
                        && isOurs.test(own)
                        && copies.includes(own.writes()));
    }

    /** Says which writes an answer shows, and gives a session its own ones back. To be called after the data were read. */
    void extend(HttpHeaders request, HttpHeaders response, Copies copies, String collection) {
        SessionTicket shown = copies.shown(collection);
        String held = request.getFirst(SessionTicket.HEADER);
        if (held != null && SessionTicket.parse(held) instanceof SessionTicket.Readable(SessionTicket own)) {
            response.set(SessionTicket.HEADER, (shown == null ? own : own.and(shown)).toString());
        } else if (shown != null) {
            response.set(SessionTicket.HEADER, shown.toString());
        }
    }
}

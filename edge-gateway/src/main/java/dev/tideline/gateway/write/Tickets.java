package dev.tideline.gateway.write;

import dev.tideline.events.SessionTicket;
import dev.tideline.events.WritePosition;
import org.jspecify.annotations.Nullable;

/** The ticket that goes with an accepted write. */
final class Tickets {

    private Tickets() {}

    /**
     * The ticket that the client brought, and this write. One that cannot be read, counts in another log or is full is
     * replaced: what it asked for is lost, and a new ticket that says so is better than none.
     */
    static String after(@Nullable String brought, String logId, WritePosition write) {
        SessionTicket earlier = brought != null
                        && SessionTicket.parse(brought) instanceof SessionTicket.Readable(SessionTicket ticket)
                        && ticket.log().equals(logId)
                ? ticket
                : null;
        boolean fits = earlier != null
                && (earlier.positions().size() < SessionTicket.MAX_POSITIONS
                        || earlier.positions().containsKey(write.partition()));
        return (earlier != null && fits ? earlier.with(write) : SessionTicket.of(logId, write)).toString();
    }
}

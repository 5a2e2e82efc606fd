package dev.tideline.gateway.http;

import dev.tideline.events.SessionTicket;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.OriginResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was known to be committed before the origin was asked. An answer below it comes from a source that lags behind.
 *
 * @param version of the resource asked for; 0 if nothing is known of it
 * @param writes what a list must show; empty if nothing is known, or if no list was asked for
 */
record Floor(long version, Optional<SessionTicket> writes) {

    static final Floor NONE = new Floor(0, Optional.empty());

    /**
     * Whether an answer shows less.
     *
     * @param demanded whether the origin was told what it must show: then that a resource is unknown to it is the truth,
     *     and not a lag
     */
    boolean isAbove(OriginResponse head, boolean demanded) {
        boolean absent = head.status() == 404 || head.status() == 410;
        boolean present = head.status() == 200 || head.status() == 206 || head.status() == 304;
        return (absent || present) && (isOlder(head.fields(), absent && !demanded) || showsLess(head.fields()));
    }

    private boolean isOlder(Fields fields, boolean mustSay) {
        long shown = Headers.version(fields);
        return shown < version && (shown > 0 || mustSay);
    }

    /** A list that names no writes, or those of another log, cannot be judged. */
    private boolean showsLess(Fields fields) {
        SessionTicket shown = writes.isEmpty() ? null : ticket(fields.first(SessionTicket.HEADER));
        return shown != null && shown.log().equals(writes.get().log()) && !shown.covers(writes.get());
    }

    private static @Nullable SessionTicket ticket(@Nullable String text) {
        return text != null && SessionTicket.parse(text) instanceof SessionTicket.Readable(SessionTicket ticket)
                ? ticket
                : null;
    }
}

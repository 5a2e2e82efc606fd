package dev.tideline.gateway.http;

import dev.tideline.gateway.http.Reply.Told;
import dev.tideline.gateway.http.Reply.Vouched;
import dev.tideline.gateway.purge.Staleness;
import dev.tideline.gateway.purge.Staleness.Decision;
import dev.tideline.placement.CacheRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The fields by which the gateway tells what it did (RFC 9211 and its own). */
final class OwnHeaders {

    private final String colo;
    private final Clock clock;

    OwnHeaders(String colo, Clock clock) {
        this.colo = colo;
        this.clock = clock;
    }

    /**
     * Adds them.
     *
     * @param followed null where the purge log does not tell about this route's data
     */
    void addTo(HttpHeaders headers, Told told, @Nullable Followed followed) {
        List<String> upstream = headers.getOrEmpty("Cache-Status");
        headers.set("Cache-Status", told.status().appendTo(String.join(", ", upstream)));
        headers.set("X-Cache-Status", told.result().text);
        headers.set("X-Edge-Colo", colo);
        if (told.cachedAtMs() >= 0) {
            headers.set("X-Cached-At", Instant.ofEpochMilli(told.cachedAtMs()).toString());
            headers.set("X-Data-Age-Ms", Long.toString(told.ageMs()));
        }
        if (followed != null) {
            addBound(headers, told, followed);
        }
    }

    private void addBound(HttpHeaders headers, Told told, Followed followed) {
        Instant now = clock.instant();
        long bound = boundMs(followed, told.vouched(), now);
        if (bound >= 0) {
            headers.set(Staleness.BOUND, Long.toString(bound));
        }
        CacheRule rule = followed.rule();
        if (rule != null && told.isStored() && followed.decide(told.vouched(), now) != Decision.SERVE) {
            headers.set(Staleness.WARNING, Staleness.warning(rule));
        }
    }

    /** How far an answer may be behind, in milliseconds; -1 for an answer without data. */
    static long boundMs(Followed followed, Vouched vouched, Instant now) {
        return followed.bound(vouched, now).map(Staleness::millis).orElse(-1L);
    }
}

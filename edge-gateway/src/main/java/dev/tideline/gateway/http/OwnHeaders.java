package dev.tideline.gateway.http;

import dev.tideline.gateway.http.Reply.Result;
import dev.tideline.gateway.http.Reply.Told;
import dev.tideline.gateway.purge.Staleness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The fields by which the gateway tells what it did (RFC 9211 and its own). */
final class OwnHeaders {

    private final String colo;
    private final Duration clockSkew;
    private final Clock clock;

    /** @param clockSkew how far two machines' clocks may be apart */
    OwnHeaders(String colo, Duration clockSkew, Clock clock) {
        this.colo = colo;
        this.clockSkew = clockSkew;
        this.clock = clock;
    }

    /**
     * What the purge log covered before anything was looked up.
     *
     * @param currentAsOf every change committed before it was known here; empty while nothing is
     */
    record Followed(Optional<Instant> currentAsOf) {}

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
        if (told.cachedAtMs() < 0) {
            return;
        }
        Instant cachedAt = Instant.ofEpochMilli(told.cachedAtMs());
        headers.set("X-Cached-At", cachedAt.toString());
        headers.set("X-Data-Age-Ms", Long.toString(told.ageMs()));
        if (followed != null) {
            // A stale answer may have been purged softly: then only the time it was fetched vouches for it.
            Optional<Instant> covered = told.result() == Result.HIT_STALE ? Optional.empty() : followed.currentAsOf();
            Duration bound = Staleness.bound(clock.instant(), cachedAt, covered, clockSkew);
            headers.set("X-Data-Staleness-Bound-Ms", Long.toString(bound.toMillis()));
        }
    }
}

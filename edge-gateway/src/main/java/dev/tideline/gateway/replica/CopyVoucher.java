package dev.tideline.gateway.replica;

import dev.tideline.gateway.purge.Staleness;
import dev.tideline.gateway.purge.Staleness.Decision;
import dev.tideline.placement.CacheRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/** What an answer out of a copy says of itself, and how old a copy may be to answer at all. */
final class CopyVoucher {

    private final String instance;
    private final String colo;
    private final Duration clockSkew;
    private final Clock clock;

    /** @param clockSkew how far the clocks of two machines may be apart */
    CopyVoucher(String instance, String colo, Duration clockSkew, Clock clock) {
        this.instance = instance;
        this.colo = colo;
        this.clockSkew = clockSkew;
        this.clock = clock;
    }

    private Duration bound(Instant asOf) {
        return Staleness.bound(clock.instant(), Instant.MIN, Optional.of(asOf.minus(clockSkew)));
    }

    /** Whether the placement wants no answer rather than one out of a copy as old as this. */
    boolean forbids(CacheRule rule, Instant asOf) {
        return Staleness.decide(bound(asOf), rule) == Decision.FAIL;
    }

    /**
     * Adds the fields.
     *
     * @param asOf every change before it is in the copy
     */
    void vouch(HttpHeaders headers, CacheRule rule, Instant asOf) {
        Duration bound = bound(asOf);
        headers.set(HttpHeaders.CACHE_CONTROL, rule.cacheControl());
        headers.set("Cache-Status", "tideline-" + instance + ";hit;detail=replica");
        headers.set("X-Cache-Status", "HIT");
        headers.set("X-Edge-Colo", colo);
        headers.set(Staleness.BOUND, Long.toString(Staleness.millis(bound)));
        if (Staleness.decide(bound, rule) != Decision.SERVE) {
            headers.set(Staleness.WARNING, Staleness.warning(rule));
        }
    }
}

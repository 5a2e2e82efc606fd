package dev.tideline.gateway.http;

import dev.tideline.events.ResourceKey;
import dev.tideline.gateway.http.Reply.Vouched;
import dev.tideline.gateway.purge.Staleness;
import dev.tideline.gateway.purge.Staleness.Decision;
import dev.tideline.placement.CacheRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A read of Tideline's own data: of whose changes the purge log tells.
 *
 * @param rule the collection's; null for a path that leads to no collection
 * @param item the resource asked for; null for a list, or where the path does not say
 * @param list whether a collection's list is asked for
 * @param covered every change committed before it was known here before anything was looked up, less what two machines'
 *     clocks may differ; empty while nothing is known
 */
record Followed(@Nullable CacheRule rule, @Nullable ResourceKey item, boolean list, Optional<Instant> covered) {

    /** How old an answer's data can be at most; empty for an answer without data. */
    Optional<Duration> bound(Vouched vouched, Instant now) {
        return vouched.fetchedMs() < 0
                ? Optional.empty()
                : Optional.of(Staleness.bound(
                        now, Instant.ofEpochMilli(vouched.fetchedMs()), vouched.byLog() ? covered : Optional.empty()));
    }

    /** What the placement makes of an answer out of the cache. */
    Decision decide(Vouched vouched, Instant now) {
        CacheRule limits = rule;
        return limits == null
                ? Decision.SERVE
                : bound(vouched, now)
                        .map(bound -> Staleness.decide(bound, limits))
                        .orElse(Decision.SERVE);
    }
}

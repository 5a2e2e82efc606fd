package dev.tideline.invalidation.fleet;

import dev.tideline.events.GatewayStatus;
import dev.tideline.invalidation.fleet.Member.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The gateway instances, as they report. Nobody registers them: one that reports is there, one that has been silent is
 * gone, and after a while forgotten. Safe for use by many threads.
 */
public final class Fleet {

    /** More are not listed; reports of further instances are ignored until some are forgotten. */
    static final int MAX_INSTANCES = 10_000;

    private record Heard(
            GatewayStatus status,
            Instant at,
            boolean leaving,
            @Nullable Long lagMs) {}

    private final Duration goneAfter;
    private final Duration forgetAfter;
    private final Map<String, Heard> heard = new HashMap<>();

    public Fleet(Duration goneAfter, Duration forgetAfter) {
        this.goneAfter = goneAfter;
        this.forgetAfter = forgetAfter;
    }

    /** An instance is never ready and then not ready again, except to say goodbye. */
    public synchronized void hear(GatewayStatus status, Instant now) {
        Heard before = heard.get(status.instance());
        if (before == null && heard.size() >= MAX_INSTANCES) {
            forget(now);
            if (heard.size() >= MAX_INSTANCES) {
                return;
            }
        }
        boolean leaving = !status.ready() && before != null && (before.status.ready() || before.leaving);
        Long lag = status.receipts().isEmpty()
                ? before == null ? null : before.lagMs
                : Long.valueOf(status.receipts().getLast().lagMs());
        heard.put(status.instance(), new Heard(status, now, leaving, lag));
    }

    /** By name. */
    public synchronized List<Member> members(Instant now) {
        forget(now);
        return heard.values().stream()
                .map(one -> new Member(one.status, one.at, presence(one, now), one.lagMs))
                .sorted(Comparator.comparing(Member::instance))
                .toList();
    }

    /** The live members in these regions that have not applied the record; empty set of regions means all. */
    public List<Member> lagging(String log, long offset, Set<String> regions, Instant now) {
        return members(now).stream()
                .filter(Member::isLive)
                .filter(member ->
                        regions.isEmpty() || regions.contains(member.status().region()))
                .filter(member -> !member.hasApplied(log, offset))
                .toList();
    }

    private Presence presence(Heard one, Instant now) {
        boolean silent = Duration.between(one.at, now).compareTo(goneAfter) > 0;
        return silent || one.leaving ? Presence.GONE : Presence.LIVE;
    }

    private void forget(Instant now) {
        heard.values().removeIf(one -> Duration.between(one.at, now).compareTo(forgetAfter) > 0);
    }
}

package dev.tideline.invalidation.api;

import dev.tideline.events.GatewayStatus.CacheStats;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.Scope;
import dev.tideline.invalidation.api.FleetView.InstanceView;
import dev.tideline.invalidation.api.PurgeView.ReceiptView;
import dev.tideline.invalidation.api.PurgeView.ScopeView;
import dev.tideline.invalidation.fleet.Member;
import dev.tideline.invalidation.fleet.RememberedPurge;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How things look from outside. Pure. */
final class Views {

    private static final int SHOWN_SCOPES = 100;

    private Views() {}

    /** @param complete whether the members are all there are; else nothing counts as applied by all */
    static PurgeView purge(RememberedPurge remembered, List<Member> members, boolean complete) {
        PurgeIssued purge = remembered.purge();
        List<ReceiptView> receipts = members.stream()
                .filter(member -> concerns(purge.regions(), member))
                .map(member -> receipt(remembered, member))
                .toList();
        List<String> lagging = receipts.stream()
                .filter(receipt -> receipt.state().equals("lagging"))
                .map(ReceiptView::instance)
                .toList();
        return new PurgeView(
                purge.purgeId(),
                complete && lagging.isEmpty() ? "applied" : "pending",
                purge.mode().name().toLowerCase(Locale.ROOT),
                purge.regions(),
                purge.cause().name().toLowerCase(Locale.ROOT),
                purge.scopes().stream().limit(SHOWN_SCOPES).map(Views::scope).toList(),
                purge.scopes().size(),
                purge.issuedAt(),
                remembered.offset(),
                lagging,
                receipts);
    }

    private static boolean concerns(Set<String> regions, Member member) {
        return regions.isEmpty() || regions.contains(member.status().region());
    }

    private static ReceiptView receipt(RememberedPurge purge, Member member) {
        @Nullable Long lag = purge.lags().get(member.instance());
        boolean applied = lag != null || member.hasApplied(purge.log(), purge.offset());
        String state = applied ? "applied" : member.isLive() ? "lagging" : "gone";
        return new ReceiptView(member.instance(), member.status().region(), state, lag);
    }

    private static ScopeView scope(Scope scope) {
        return switch (scope) {
            case Scope.Resource(var key, var version) ->
                new ScopeView("key", key.toString(), version == 0 ? null : version);
            case Scope.Url(var url) -> new ScopeView("url", url, null);
            case Scope.Tag(var tag) -> new ScopeView("tag", tag, null);
            case Scope.Prefix(var prefix) -> new ScopeView("prefix", prefix, null);
            case Scope.Everything() -> new ScopeView("everything", null, null);
        };
    }

    /** @param coveredAt what it has applied covers all writes up to then; null where that is not known */
    static InstanceView instance(Member member, long lastOffset, @Nullable Instant coveredAt, Instant now) {
        CacheStats cache = member.status().cache();
        long lookups = cache.hits() + cache.misses();
        return new InstanceView(
                member.instance(),
                member.status().region(),
                member.status().colo(),
                member.presence().name().toLowerCase(Locale.ROOT),
                member.status().ready(),
                member.status().appliedOffset(),
                Math.max(0, lastOffset - member.status().appliedOffset()),
                member.lastLagMs(),
                coveredAt == null ? null : millisSince(coveredAt, member.heardAt()),
                cache.entries(),
                cache.bytes(),
                cache.hits(),
                cache.misses(),
                lookups == 0 ? null : (double) cache.hits() / lookups,
                member.heardAt(),
                millisSince(member.heardAt(), now));
    }

    /** Clocks differ, so never negative. */
    private static long millisSince(Instant then, Instant now) {
        return Math.max(0, Duration.between(then, now).toMillis());
    }
}

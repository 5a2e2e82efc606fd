package dev.tideline.local.check.verify;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.local.check.history.Fact.Committed;
import dev.tideline.local.check.history.Fact.PurgeLogged;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.RunClock;
import dev.tideline.local.check.history.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every version has a purge in the log, for all regions, that kills what was cached before it: one that names its resource
 * at this version or above, or a wider one that came after it.
 */
final class EveryVersionIsPurged implements Rule {

    @Override
    public String promise() {
        return "every version that was committed has its purge in the log";
    }

    @Override
    public Judgement judge(History history) {
        Map<ResourceKey, Long> named = new HashMap<>();
        List<PurgeLogged> wide = new ArrayList<>();
        for (PurgeLogged logged : history.all(PurgeLogged.class)) {
            if (logged.purge().cause() == PurgeIssued.Cause.CHANGE
                    && logged.purge().regions().isEmpty()) {
                sort(logged, named, wide);
            }
        }
        Judgement.Tally tally = new Judgement.Tally();
        for (Committed committed : history.all(Committed.class)) {
            tally.judged();
            boolean purged = named.getOrDefault(committed.key(), 0L) >= committed.version()
                    || wide.stream().anyMatch(purge -> reaches(purge, committed));
            if (!purged) {
                tally.broken(
                        committed.key() + " version " + committed.version() + " was committed and never purged",
                        committed,
                        List.of());
            }
        }
        return tally.judgement();
    }

    private static void sort(PurgeLogged logged, Map<ResourceKey, Long> named, List<PurgeLogged> wide) {
        boolean isWide = false;
        for (Scope scope : logged.purge().scopes()) {
            if (scope instanceof Scope.Resource(ResourceKey key, long version) && version > 0) {
                named.merge(key, version, Math::max);
            } else {
                isWide = true;
            }
        }
        if (isWide) {
            wide.add(logged);
        }
    }

    private static boolean reaches(PurgeLogged logged, Committed committed) {
        return logged.at() >= committed.at() - RunClock.ALLOWANCE
                && logged.purge().scopes().stream()
                        .filter(scope -> !(scope instanceof Scope.Resource resource && resource.version() > 0))
                        .anyMatch(new Target.Item(committed.key())::isReachedBy);
    }
}

package dev.tideline.local.check.verify;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.Scope;
import dev.tideline.local.check.history.Fact.PurgeLogged;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.Target;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What the purges up to some place in the log demand of answers. Soft purges demand nothing. */
final class PurgeDemands {

    /**
     * @param version the answer's version must be at least this
     * @param forVersion the purge that named it; empty if none did
     * @param asked the origin must have been asked after this purge was issued
     */
    record Demand(long version, Optional<PurgeLogged> forVersion, Optional<PurgeLogged> asked) {
        static final Demand NOTHING = new Demand(0, Optional.empty(), Optional.empty());

        private Demand and(PurgeLogged purge, long named, boolean unversioned) {
            boolean higher = named > version;
            boolean later =
                    unversioned && asked.map(before -> before.at() < purge.at()).orElse(true);
            return new Demand(
                    Math.max(version, named),
                    higher ? Optional.of(purge) : forVersion,
                    later ? Optional.of(purge) : asked);
        }
    }

    private record Place(Target target, String region) {}

    private final List<PurgeLogged> purges;
    private final Map<Place, NavigableMap<Long, Demand>> byPlace = new HashMap<>();

    PurgeDemands(History history) {
        purges = history.all(PurgeLogged.class).stream()
                .filter(logged -> logged.purge().mode() == PurgeIssued.Mode.HARD)
                .sorted(Comparator.comparingLong(PurgeLogged::offset))
                .toList();
    }

    /** What is demanded of answers for the target from instances that have applied the log up to this offset. */
    Demand upTo(long offset, Target target, String region) {
        Map.Entry<Long, Demand> last = byPlace.computeIfAbsent(new Place(target, region), this::collect)
                .floorEntry(offset);
        return last == null ? Demand.NOTHING : last.getValue();
    }

    private NavigableMap<Long, Demand> collect(Place place) {
        NavigableMap<Long, Demand> demands = new TreeMap<>();
        Demand sum = Demand.NOTHING;
        for (PurgeLogged logged : purges) {
            if (!logged.purge().regions().isEmpty() && !logged.purge().regions().contains(place.region())) {
                continue;
            }
            long named = 0;
            boolean unversioned = false;
            for (Scope scope : logged.purge().scopes()) {
                if (!place.target().isReachedBy(scope)) {
                    continue;
                }
                if (scope instanceof Scope.Resource resource && resource.version() > 0) {
                    named = Math.max(named, resource.version());
                } else {
                    unversioned = true;
                }
            }
            if (named > 0 || unversioned) {
                sum = sum.and(logged, named, unversioned);
                demands.put(logged.offset(), sum);
            }
        }
        return demands;
    }
}

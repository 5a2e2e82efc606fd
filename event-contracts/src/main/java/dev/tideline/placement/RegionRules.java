package dev.tideline.placement;

import dev.tideline.placement.CollectionPlacement.Tier;
import java.util.Collection;

/** What the file means for one region. Pure: the same question has the same answer everywhere. */
public final class RegionRules {

    private RegionRules() {}

    /** What a gateway of {@code region} does with a read. */
    public static ReadRule read(CollectionPlacement collection, String region) {
        Residency residency = collection.residency();
        if (residency == null) {
            return switch (collection.tier()) {
                case CACHE -> new ReadRule.Cached(null, false, "tier cache");
                case STRONG -> new ReadRule.Uncached(null, false, "tier strong is never cached");
                case REPLICATED -> new ReadRule.Copied("tier replicated: a full copy in every region");
            };
        }
        String home = residency.home();
        if (!residency.serveIn().contains(region)) {
            return new ReadRule.Refused(home, notIn("serve-in", residency.serveIn(), region));
        }
        boolean redacted = residency.isRedactedIn(region);
        if (collection.tier() == Tier.STRONG) {
            return new ReadRule.Uncached(home, redacted, "tier strong is never cached");
        }
        return residency.cacheIn().contains(region)
                ? new ReadRule.Cached(home, redacted, region + " is in cache-in")
                : new ReadRule.Uncached(home, redacted, notIn("cache-in", residency.cacheIn(), region));
    }

    /** What a gateway of {@code region} does with a write. */
    public static WriteRule write(CollectionPlacement collection, String region) {
        Residency residency = collection.residency();
        if (residency == null) {
            return new WriteRule.Accepted("no residency: accepted in every region");
        }
        String home = residency.home();
        if (!residency.serveIn().contains(region)) {
            return new WriteRule.Refused(home, notIn("serve-in", residency.serveIn(), region));
        }
        return home.equals(region)
                ? new WriteRule.Accepted(region + " is the home")
                : new WriteRule.Forwarded(home, "the home is " + home);
    }

    private static String notIn(String key, Collection<String> regions, String region) {
        return region + " is not in " + key + " [" + String.join(", ", regions) + "]";
    }
}

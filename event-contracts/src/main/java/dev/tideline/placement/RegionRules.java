package dev.tideline.placement;

import dev.tideline.placement.CollectionPlacement.Tier;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the file means for one region. Pure: the same question has the same answer everywhere. */
public final class RegionRules {

    private RegionRules() {}

    /** What a gateway of {@code region} does with a read of one document. */
    public static ReadRule read(CollectionPlacement collection, String id, String region) {
        Residency residency = collection.residency();
        if (residency == null) {
            return unbound(collection);
        }
        return residency
                .of(id)
                .map(rule -> read(collection, rule, region))
                .orElseGet(() -> new ReadRule.NoHome(idsBegin(residency)));
    }

    /**
     * What a gateway of {@code region} does with a read of a list.
     *
     * @param home whose list is asked for; empty where the question does not say, and where there is one home it does not matter
     */
    public static ReadRule list(CollectionPlacement collection, Optional<String> home, String region) {
        Residency residency = collection.residency();
        if (residency == null) {
            return unbound(collection);
        }
        return residency
                .list(home, region)
                .map(rule -> read(collection, rule, region))
                .orElseGet(() -> new ReadRule.NoHome("home is one of " + names(residency)));
    }

    /** What a gateway of {@code region} may do with reads: one rule for each home. */
    public static List<ReadRule> reads(CollectionPlacement collection, String region) {
        Residency residency = collection.residency();
        return residency == null
                ? List.of(unbound(collection))
                : residency.homes().stream()
                        .map(rule -> read(collection, rule, region))
                        .toList();
    }

    private static ReadRule unbound(CollectionPlacement collection) {
        return switch (collection.tier()) {
            case CACHE -> new ReadRule.Cached(null, false, "tier cache");
            case STRONG -> new ReadRule.Uncached(null, false, "tier strong is never cached");
            case REPLICATED -> new ReadRule.Copied("tier replicated: a full copy in every region");
        };
    }

    /** What a gateway of {@code region} does with a read of the data of one home. */
    public static ReadRule read(CollectionPlacement collection, HomeRule rule, String region) {
        String home = rule.home();
        if (!rule.serveIn().contains(region)) {
            return new ReadRule.Refused(home, notIn("serve-in", rule.serveIn(), region));
        }
        boolean redacted = rule.isRedactedIn(region);
        if (collection.tier() == Tier.STRONG) {
            return new ReadRule.Uncached(home, redacted, "tier strong is never cached");
        }
        return rule.cacheIn().contains(region)
                ? new ReadRule.Cached(home, redacted, region + " is in cache-in")
                : new ReadRule.Uncached(home, redacted, notIn("cache-in", rule.cacheIn(), region));
    }

    /**
     * What a gateway of {@code region} does with a write.
     *
     * @param id null where the document has none yet
     */
    public static WriteRule write(CollectionPlacement collection, @Nullable String id, String region) {
        return switch (collection.residency()) {
            case null -> new WriteRule.Accepted("no residency: accepted in every region");
            case Residency.OneHome one -> write(one.rule(), region);
            case Residency.HomePerRecord each ->
                id == null
                        ? new WriteRule.ByDocument(
                                each.field(),
                                "the home is what the document has at "
                                        + each.field().pointer())
                        : each.of(id)
                                .map(rule -> write(rule, region))
                                .orElseGet(() -> new WriteRule.NoHome(idsBegin(each)));
        };
    }

    /** What a gateway of {@code region} does with a write to the data of one home. */
    public static WriteRule write(HomeRule rule, String region) {
        String home = rule.home();
        if (!rule.serveIn().contains(region)) {
            return new WriteRule.Refused(home, notIn("serve-in", rule.serveIn(), region));
        }
        return home.equals(region)
                ? new WriteRule.Accepted(region + " is the home")
                : new WriteRule.Forwarded(home, "the home is " + home);
    }

    private static String idsBegin(Residency residency) {
        return "an id begins with its home, one of "
                + residency.homes().stream()
                        .map(rule -> rule.home() + Residency.SEPARATOR)
                        .collect(Collectors.joining(", "));
    }

    private static String names(Residency residency) {
        return residency.homes().stream().map(HomeRule::home).collect(Collectors.joining(", "));
    }

    private static String notIn(String key, Collection<String> regions, String region) {
        return region + " is not in " + key + " [" + String.join(", ", regions) + "]";
    }
}

package dev.tideline.placement;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/**
 * What the file says about one URL and the data of one home, region by region, in words.
 *
 * @param subject one line: which collection it is, its tier and the home
 * @param regions in the file's order; empty where the URL leads to nothing in the file
 */
public record Explanation(String subject, List<Region> regions) {

    /** One region. */
    public record Region(String name, String reads, String writes) {}

    /**
     * Explains a URL.
     *
     * @param url a path, or a whole URL of any gateway
     * @return one for each home whose data the URL may be of, at least one
     * @throws IllegalArgumentException if it is neither
     */
    public static List<Explanation> of(Placement placement, String url) {
        String path = URI.create(url).getRawPath();
        ApiPath.Target target = path == null ? null : ApiPath.target(path).orElse(null);
        CollectionPlacement collection = target == null
                ? null
                : placement.collection(target.collection()).orElse(null);
        if (target == null || collection == null) {
            String why = target == null
                    ? "is not below /api/{collection}"
                    : "leads to '" + target.collection() + "', which is not in the file";
            return List.of(new Explanation(url + " " + why + ": no placement applies", List.of()));
        }
        return switch (collection.residency()) {
            case null ->
                List.of(new Explanation(
                        subject(collection) + ", without residency",
                        placement.regions().stream()
                                .map(region -> new Region(
                                        region,
                                        reads(null, RegionRules.list(collection, Optional.empty(), region)),
                                        writes(collection, RegionRules.write(collection, null, region))))
                                .toList()));
            case Residency residency -> bound(placement, collection, residency, target.id());
        };
    }

    private static List<Explanation> bound(
            Placement placement, CollectionPlacement collection, Residency residency, @Nullable String id) {
        List<HomeRule> homes = id == null
                ? List.copyOf(residency.homes())
                : residency.of(id).stream().toList();
        if (homes.isEmpty()) {
            String why = RegionRules.read(collection, String.valueOf(id), "").why();
            return List.of(new Explanation(subject(collection) + ", no home: " + why, List.of()));
        }
        return homes.stream()
                .map(rule -> new Explanation(
                        subject(collection) + ", home " + rule.home(),
                        placement.regions().stream()
                                .map(region -> new Region(
                                        region,
                                        reads(rule, RegionRules.read(collection, rule, region)),
                                        writes(collection, RegionRules.write(rule, region))))
                                .toList()))
                .toList();
    }

    private static String subject(CollectionPlacement collection) {
        return collection.name() + ": tier " + collection.tier().name().toLowerCase(Locale.ROOT);
    }

    private static String reads(@Nullable HomeRule of, ReadRule rule) {
        return switch (rule) {
            case ReadRule.Cached(String home, boolean redacted, String why) ->
                "from the cache, then from " + origin(home) + without(of, redacted) + "; " + why;
            case ReadRule.Uncached(String home, boolean redacted, String why) ->
                "from " + origin(home) + " each time, kept nowhere" + without(of, redacted) + "; " + why;
            case ReadRule.Copied(String why) -> "from the region's own copy; " + why;
            case ReadRule.Refused(String _, String why) -> "451; " + why;
            case ReadRule.NoHome(String why) -> "404; " + why;
        };
    }

    private static String origin(@Nullable String home) {
        return home == null ? "the origin" : "the origin in " + home;
    }

    private static String without(@Nullable HomeRule rule, boolean redacted) {
        return rule == null || !redacted
                ? ""
                : ", without "
                        + rule.redact().stream().map(JsonPointer::toString).collect(Collectors.joining(", "));
    }

    private static String writes(CollectionPlacement collection, WriteRule rule) {
        String outcome = collection.tier() == CollectionPlacement.Tier.STRONG ? ", answered when applied" : "";
        return switch (rule) {
            case WriteRule.Accepted(String why) -> "accepted" + outcome + "; " + why;
            case WriteRule.Forwarded(String home, String why) ->
                "forwarded to a gateway in " + home + outcome + "; " + why;
            case WriteRule.Refused(String _, String why) -> "451; " + why;
            case WriteRule.ByDocument(HomeField _, String why) -> "as the document says; " + why;
            case WriteRule.NoHome(String why) -> "422; " + why;
        };
    }
}

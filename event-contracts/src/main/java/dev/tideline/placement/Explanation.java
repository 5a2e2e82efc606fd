package dev.tideline.placement;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/**
 * What the file says about one URL, region by region, in words.
 *
 * @param subject one line: which collection it is, its tier and its home
 * @param regions in the file's order; empty where the URL leads to no collection
 */
public record Explanation(String subject, List<Region> regions) {

    /** One region. */
    public record Region(String name, String reads, String writes) {}

    /**
     * Explains a URL.
     *
     * @param url a path, or a whole URL of any gateway
     * @throws IllegalArgumentException if it is neither
     */
    public static Explanation of(Placement placement, String url) {
        String path = URI.create(url).getRawPath();
        String name = path == null ? null : ApiPath.collection(path).orElse(null);
        CollectionPlacement collection =
                name == null ? null : placement.collection(name).orElse(null);
        if (collection == null) {
            String why = name == null
                    ? "is not below /api/{collection}"
                    : "leads to '" + name + "', which is not in the file";
            return new Explanation(url + " " + why + ": no placement applies", List.of());
        }
        List<Region> regions = new ArrayList<>();
        for (String region : placement.regions()) {
            regions.add(new Region(region, reads(collection, region), writes(collection, region)));
        }
        return new Explanation(subject(collection), List.copyOf(regions));
    }

    private static String subject(CollectionPlacement collection) {
        Residency residency = collection.residency();
        return collection.name() + ": tier " + collection.tier().name().toLowerCase(Locale.ROOT)
                + (residency == null ? ", without residency" : ", home " + residency.home());
    }

    private static String reads(CollectionPlacement collection, String region) {
        return switch (RegionRules.read(collection, region)) {
            case ReadRule.Cached(String home, boolean redacted, String why) ->
                "from the cache, then from " + origin(home) + without(collection, redacted) + "; " + why;
            case ReadRule.Uncached(String home, boolean redacted, String why) ->
                "from " + origin(home) + " each time, kept nowhere" + without(collection, redacted) + "; " + why;
            case ReadRule.Copied(String why) -> "from the region's own copy; " + why;
            case ReadRule.Refused(String _, String why) -> "451; " + why;
        };
    }

    private static String origin(@Nullable String home) {
        return home == null ? "the origin" : "the origin in " + home;
    }

    private static String without(CollectionPlacement collection, boolean redacted) {
        Residency residency = collection.residency();
        return residency == null || !redacted
                ? ""
                : ", without "
                        + residency.redact().stream().map(JsonPointer::toString).collect(Collectors.joining(", "));
    }

    private static String writes(CollectionPlacement collection, String region) {
        String outcome = collection.tier() == CollectionPlacement.Tier.STRONG ? ", answered when applied" : "";
        return switch (RegionRules.write(collection, region)) {
            case WriteRule.Accepted(String why) -> "accepted" + outcome + "; " + why;
            case WriteRule.Forwarded(String home, String why) ->
                "forwarded to a gateway in " + home + outcome + "; " + why;
            case WriteRule.Refused(String _, String why) -> "451; " + why;
        };
    }
}

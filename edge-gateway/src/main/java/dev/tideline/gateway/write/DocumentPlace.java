package dev.tideline.gateway.write;

import dev.tideline.gateway.write.WriteAdmission.Elsewhere;
import dev.tideline.gateway.write.WriteAdmission.Refused;
import dev.tideline.gateway.write.WriteAdmission.Verdict;
import dev.tideline.placement.CollectionPlacement.Conflict;
import dev.tideline.placement.HomeField;
import dev.tideline.placement.HomeRule;
import dev.tideline.placement.RegionRules;
import dev.tideline.placement.Residency.HomePerRecord;
import dev.tideline.placement.WriteRule;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where a document belongs that names its own home. Pure. */
final class DocumentPlace {

    private DocumentPlace() {}

    /**
     * Looks at the member that names the home.
     *
     * @param tree the body: a document, or a patch of the form that its type demands
     * @return null where it belongs here, or the collection does not have a home for each record
     */
    static @Nullable Verdict check(Intent intent, JsonNode tree, String region) {
        if (!(intent.collection().residency() instanceof HomePerRecord each)) {
            return null;
        }
        String id = intent.id();
        return id == null ? named(intent, each, tree, region) : kept(intent, each, id, tree);
    }

    private static @Nullable Verdict named(Intent intent, HomePerRecord each, JsonNode document, String region) {
        String collection = intent.collection().name();
        HomeRule rule = each.field().in(document).flatMap(each::at).orElse(null);
        if (rule == null) {
            String homes = each.homes().stream().map(HomeRule::home).collect(Collectors.joining(", "));
            return new Refused(Refusals.noHome(
                    collection,
                    "the document must have one of " + homes + " at "
                            + each.field().pointer()));
        }
        return switch (RegionRules.write(rule, region)) {
            case WriteRule.Forwarded(String home, String _) -> new Elsewhere(home);
            case WriteRule.Refused _ -> new Refused(Refusals.notServedHere(collection, region));
            case WriteRule.Accepted _, WriteRule.ByDocument _, WriteRule.NoHome _ -> null;
        };
    }

    /** What the whole document will be is for write-processor to see; this refuses what is wrong whatever it is. */
    private static @Nullable Verdict kept(Intent intent, HomePerRecord each, String id, JsonNode tree) {
        HomeField field = each.field();
        String home = each.of(id).map(HomeRule::home).orElse("");
        boolean kept =
                switch (intent.operation()) {
                    case PUT ->
                        intent.collection().conflict() == Conflict.MERGE
                                ? field.isKeptByMerge(tree, home)
                                : field.names(tree, home);
                    case POST -> field.names(tree, home);
                    case MERGE_PATCH -> field.isKeptByMerge(tree, home);
                    case JSON_PATCH -> field.isKeptBySteps(tree, home);
                    case DELETE -> true;
                };
        return kept
                ? null
                : new Refused(Refusals.homeDiffers(home, field.pointer().toString()));
    }
}

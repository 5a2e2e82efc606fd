package dev.tideline.origin.http;

import dev.tideline.events.ResourceKey;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.CollectionPlacement.Tier;
import dev.tideline.placement.Placement;
import dev.tideline.placement.TagRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the placement file lets the origin tell caches: for how long an answer is good, and which tags purge it. */
public final class CachePromises {

    static final String NO_STORE = "no-store";

    private final Placement placement;

    public CachePromises(Placement placement) {
        this.placement = placement;
    }

    Optional<CollectionPlacement> rules(String collection) {
        return placement.collection(collection);
    }

    /** Of an answer with data. */
    static String cacheControl(CollectionPlacement rules) {
        if (rules.tier() == Tier.STRONG) {
            return NO_STORE;
        }
        return rules.cache().cacheControl();
    }

    /** Of the answer that a resource is not there, or not any more. */
    static String cacheControlOfAbsence(CollectionPlacement rules) {
        long seconds = rules.cache().notFoundMaxAge().toSeconds();
        return rules.tier() == Tier.STRONG || seconds == 0 ? NO_STORE : "max-age=" + seconds;
    }

    /** The same whether the resource is there or not: so that its creation purges the answer that it is not. */
    static String tags(CollectionPlacement rules, ResourceKey resource, @Nullable String body) {
        List<String> tags = new ArrayList<>(List.of(resource.collection(), resource.toString()));
        if (body != null && !rules.tags().isEmpty()) {
            JsonNode document = JsonMapper.shared().readTree(body);
            for (TagRule rule : rules.tags()) {
                rule.tag(document).filter(tag -> !tags.contains(tag)).ifPresent(tags::add);
            }
        }
        return String.join(", ", tags);
    }

    static String listTags(String collection) {
        return collection + ", " + collection + ":list";
    }
}

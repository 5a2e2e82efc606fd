package dev.tideline.placement;

import dev.tideline.placement.CollectionPlacement.Tier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Reads {@code residency}, and refuses what contradicts itself or would redact nothing. */
final class ResidencyReader {

    private final Section section;
    private final Set<String> regions;

    private ResidencyReader(Section section, Set<String> regions) {
        this.section = section;
        this.regions = regions;
    }

    /**
     * Reads a collection's residency.
     *
     * @param collection the section that has it
     * @param schema of the collection, if it has one
     * @return null where the collection has none
     */
    static @Nullable Residency read(Section collection, Set<String> regions, Tier tier, @Nullable JsonNode schema) {
        if (!collection.has("residency")) {
            return null;
        }
        if (tier == Tier.REPLICATED) {
            collection.problem("residency", "does not go with tier replicated, which puts a full copy in every region");
        }
        if (collection.has("tags")) {
            collection.problem(
                    "tags",
                    "does not go with residency: tags carry a document's values into the purge log, "
                            + "which every region reads");
        }
        return new ResidencyReader(collection.section("residency"), regions).read(tier, schema);
    }

    private Residency read(Tier tier, @Nullable JsonNode schema) {
        section.only("home", "cache-in", "serve-in", "subject", "redact");
        if (!section.has("home")) {
            section.problem("home", "is missing; must be one of " + String.join(", ", regions));
        }
        if (tier == Tier.STRONG && section.has("cache-in")) {
            section.problem("cache-in", "does not go with tier strong, which is never cached");
        }
        String home = section.oneOf("home", regions, "");
        Set<String> cacheIn = section.has("cache-in") ? known("cache-in") : Set.of(home);
        Set<String> serveIn = section.has("serve-in") ? known("serve-in") : cacheIn;
        if (!home.isEmpty() && !serveIn.contains(home)) {
            section.problem("serve-in", "must contain the home, " + home);
        }
        if (!serveIn.containsAll(cacheIn)) {
            section.problem("cache-in", "must only name regions of serve-in: " + String.join(", ", serveIn));
        }
        SubjectRule subject = section.choice("subject", SubjectRule.class, SubjectRule.ID);
        return new Residency(home, cacheIn, serveIn, subject, redact(schema));
    }

    private Set<String> known(String key) {
        Set<String> found = new LinkedHashSet<>();
        section.list(key, region -> {
            require(regions.contains(region), "must be one of " + String.join(", ", regions));
            require(found.add(region), "is named twice");
            return region;
        });
        return found;
    }

    private List<JsonPointer> redact(@Nullable JsonNode schema) {
        List<JsonPointer> found = new ArrayList<>();
        section.list("redact", text -> {
            JsonPointer pointer = JsonPointer.compile(text);
            require(!pointer.matches(), "is the whole document; to keep that from a region leave it out of serve-in");
            for (JsonPointer at = pointer; !at.matches(); at = at.tail()) {
                require(
                        !at.mayMatchElement() && !at.getMatchingProperty().equals("-"),
                        "names one element of an array; leave the number out: a pointer goes on in every element");
            }
            for (JsonPointer other : found) {
                require(!isWithin(pointer, other), "overlaps with " + other + ", which redacts it already");
                require(!isWithin(other, pointer), "overlaps with " + other + ", which it redacts too");
            }
            if (schema != null) {
                requireInSchema(schema, pointer);
            }
            found.add(pointer);
            return pointer;
        });
        return List.copyOf(found);
    }

    private static boolean isWithin(JsonPointer inner, JsonPointer outer) {
        return (inner + "/").startsWith(outer + "/");
    }

    /** A misspelt pointer would let through what it was meant to hold back. Followed as far as plain properties lead. */
    private static void requireInSchema(JsonNode schema, JsonPointer pointer) {
        JsonNode at = schema;
        for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
            while (at.path("items").isObject()) {
                at = at.path("items");
            }
            JsonNode properties = at.path("properties");
            if (!properties.isObject() || isOpen(at)) {
                return;
            }
            require(
                    properties.has(rest.getMatchingProperty()),
                    "the schema has no '" + rest.getMatchingProperty() + "'; it has "
                            + names(properties.propertyNames()));
            at = properties.path(rest.getMatchingProperty());
        }
    }

    /** Whether properties may come from elsewhere too. */
    private static boolean isOpen(JsonNode schema) {
        return List.of("$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "patternProperties", "dependentSchemas")
                .stream()
                .anyMatch(schema::has);
    }

    private static String names(Collection<String> names) {
        return String.join(", ", names);
    }

    /** As {@link Section#list} has items refused. */
    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}

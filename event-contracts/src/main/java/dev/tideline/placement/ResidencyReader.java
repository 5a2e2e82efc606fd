package dev.tideline.placement;

import dev.tideline.placement.CollectionPlacement.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Reads {@code residency}, and refuses what contradicts itself or would redact nothing. */
final class ResidencyReader {

    private static final JsonPointer NOWHERE = JsonPointer.empty();

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
        if (section.has("home-field") || section.has("homes")) {
            return homePerRecord(tier, schema);
        }
        section.only("home", "home-field", "homes", "cache-in", "serve-in", "subject", "redact");
        if (!section.has("home")) {
            section.problem(
                    "home",
                    "is missing; must be one of " + String.join(", ", regions)
                            + ", or home-field and homes instead, where each record has a home of its own");
        }
        String home = section.oneOf("home", regions, "");
        return new Residency.OneHome(rule(home, tier, schema), subject());
    }

    private Residency homePerRecord(Tier tier, @Nullable JsonNode schema) {
        section.only("home-field", "homes", "subject");
        SubjectRule subject = subject();
        HomeField field = new HomeField(section.parsed("home-field", text -> homeField(text, schema), NOWHERE));
        if (!section.has("home-field")) {
            section.problem(
                    "home-field", "is missing; must be a JSON Pointer, to the member that names a record's home");
        }
        Map<String, HomeRule> byHome = homes((home, one) -> {
            one.section.only("cache-in", "serve-in", "redact");
            return one.rule(home, tier, schema);
        });
        return new Residency.HomePerRecord(field, byHome, subject);
    }

    private Map<String, HomeRule> homes(BiFunction<String, ResidencyReader, HomeRule> read) {
        Section homes = section.section("homes");
        Map<String, HomeRule> byHome = new LinkedHashMap<>();
        for (String home : homes.keys()) {
            if (regions.contains(home)) {
                byHome.put(home, read.apply(home, new ResidencyReader(homes.section(home), regions)));
            } else {
                homes.problem(home, "is no region; must be one of " + String.join(", ", regions));
            }
        }
        if (homes.keys().isEmpty()) {
            section.problem("homes", "must have at least one of " + String.join(", ", regions));
        }
        return Collections.unmodifiableMap(byHome);
    }

    /**
     * Reads the rules for answers that name their home.
     *
     * @param root the whole file
     * @return null where the file has none
     */
    static @Nullable ResponseHomes responses(Section root, Set<String> regions) {
        return root.has("responses") ? new ResidencyReader(root.section("responses"), regions).responses() : null;
    }

    private ResponseHomes responses() {
        section.only("header", "homes");
        if (!section.has("header")) {
            section.problem("header", "is missing; must be the name of the field in which answers name their home");
        }
        String header = section.parsed(
                "header",
                text -> {
                    require(text.matches("[A-Za-z0-9-]{1,100}"), "must be 1 to 100 letters, digits and -");
                    return text;
                },
                "");
        return new ResponseHomes(header, homes((home, one) -> one.responses(home)));
    }

    private HomeRule responses(String home) {
        section.only("cache-in", "serve-in", "redact");
        if (section.has("redact")) {
            section.problem(
                    "redact",
                    "is not possible here: an origin of one's own makes its answers itself; leave regions that may not "
                            + "have all of it out of serve-in");
        }
        HomeRule rule = rule(home, Tier.CACHE, null);
        return new HomeRule(rule.home(), rule.cacheIn(), rule.serveIn(), List.of());
    }

    private SubjectRule subject() {
        return section.choice("subject", SubjectRule.class, SubjectRule.ID);
    }

    private HomeRule rule(String home, Tier tier, @Nullable JsonNode schema) {
        if (tier == Tier.STRONG && section.has("cache-in")) {
            section.problem("cache-in", "does not go with tier strong, which is never cached");
        }
        Set<String> cacheIn = section.has("cache-in") ? known("cache-in") : Set.of(home);
        Set<String> serveIn = section.has("serve-in") ? known("serve-in") : cacheIn;
        if (!home.isEmpty() && !serveIn.contains(home)) {
            section.problem("serve-in", "must contain the home, " + home);
        }
        if (!serveIn.containsAll(cacheIn)) {
            section.problem("cache-in", "must only name regions of serve-in: " + String.join(", ", serveIn));
        }
        return new HomeRule(home, cacheIn, serveIn, redact(schema));
    }

    private static JsonPointer homeField(String text, @Nullable JsonNode schema) {
        JsonPointer pointer = JsonPointer.compile(text);
        require(!pointer.matches(), "is the whole document; name one of its members");
        requireNoElement(pointer, "names an element of an array; a home is a member of objects only");
        if (schema != null) {
            SchemaMembers.requireString(schema, pointer);
        }
        return pointer;
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
            requireNoElement(
                    pointer, "names one element of an array; leave the number out: a pointer goes on in every element");
            for (JsonPointer other : found) {
                require(!isWithin(pointer, other), "overlaps with " + other + ", which redacts it already");
                require(!isWithin(other, pointer), "overlaps with " + other + ", which it redacts too");
            }
            if (schema != null) {
                SchemaMembers.require(schema, pointer);
            }
            found.add(pointer);
            return pointer;
        });
        return List.copyOf(found);
    }

    private static boolean isWithin(JsonPointer inner, JsonPointer outer) {
        return (inner + "/").startsWith(outer + "/");
    }

    private static void requireNoElement(JsonPointer pointer, String otherwise) {
        for (JsonPointer at = pointer; !at.matches(); at = at.tail()) {
            require(!at.mayMatchElement() && !at.getMatchingProperty().equals("-"), otherwise);
        }
    }

    /** As {@link Section#list} has items refused. */
    static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}

package dev.tideline.placement;

import dev.tideline.events.ResourceKey;
import dev.tideline.placement.CollectionPlacement.Conflict;
import dev.tideline.placement.CollectionPlacement.Tier;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code placement.yaml}. */
public final class PlacementFile {

    private static final long DEFAULT_MAX_BYTES = 256 * 1024;

    private final Path file;
    private final List<PlacementProblem> problems = new ArrayList<>();

    private PlacementFile(Path file) {
        this.file = file;
    }

    /**
     * Reads and validates the file, and sees that the schemas it names are JSON.
     *
     * @throws PlacementException naming everything that is wrong
     */
    public static Placement read(Path file) {
        return new PlacementFile(file).read();
    }

    private Placement read() {
        Placement placement = placement(Section.of("", 1, compose(), problems));
        refuseIfAnyProblem();
        return placement;
    }

    private @Nullable Node compose() {
        try {
            return new Yaml(new LoaderOptions()).compose(new StringReader(Files.readString(file)));
        } catch (MarkedYAMLException broken) {
            int line = broken.getProblemMark() == null
                    ? 1
                    : broken.getProblemMark().getLine() + 1;
            problems.add(new PlacementProblem(line, "", "is not YAML: " + broken.getProblem()));
        } catch (CharacterCodingException | YAMLException broken) {
            problems.add(new PlacementProblem(1, "", "is not YAML in UTF-8"));
        } catch (IOException unreadable) {
            problems.add(new PlacementProblem(
                    1, "", "cannot be read: " + unreadable.getClass().getSimpleName()));
        }
        refuseIfAnyProblem();
        return null;
    }

    private void refuseIfAnyProblem() {
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(PlacementProblem::line));
            throw new PlacementException(file, problems);
        }
    }

    private Placement placement(Section root) {
        root.only("regions", "collections", "responses");
        Set<String> regions = new LinkedHashSet<>(root.list("regions", PlacementFile::region));
        if (regions.isEmpty()) {
            root.problem("regions", "must name at least one region, such as [eu, us]");
        }
        Section section = root.section("collections");
        Map<String, CollectionPlacement> collections = new LinkedHashMap<>();
        for (String name : section.keys()) {
            if (ResourceKey.isCollection(name)) {
                collections.put(name, collection(name, section.section(name), regions));
            } else {
                section.problem(name, "a collection's name is a lower-case letter, then up to 62 of a-z, 0-9 and -");
            }
        }
        return new Placement(
                Collections.unmodifiableSet(regions),
                Collections.unmodifiableMap(collections),
                ResidencyReader.responses(root, regions));
    }

    private static String region(String text) {
        if (!text.matches("[a-z][a-z0-9-]{0,30}")) {
            throw new IllegalArgumentException("a region is a lower-case letter, then up to 30 of a-z, 0-9 and -");
        }
        return text;
    }

    private CollectionPlacement collection(String name, Section section, Set<String> regions) {
        section.only("tier", "cache", "schema", "conflict", "residency", "tags", "max-size", "idempotency-key");
        Tier tier = section.choice("tier", Tier.class, Tier.CACHE);
        if (!section.has("tier")) {
            section.problem("tier", "is missing; must be one of cache, replicated, strong");
        }
        if (tier == Tier.STRONG && section.has("cache")) {
            section.problem("cache", "does not go with tier strong, which is never cached");
        }
        JsonNode schema = schema(section);
        return new CollectionPlacement(
                name,
                tier,
                cacheRule(section.section("cache")),
                section.choice("conflict", Conflict.class, Conflict.LAST_WRITE_WINS),
                schema == null ? null : schemaFile(section),
                section.size("max-size", DEFAULT_MAX_BYTES),
                section.flag("idempotency-key", "required", "optional", false),
                List.copyOf(section.list("tags", TagRule::new)),
                ResidencyReader.read(section, regions, tier, schema));
    }

    private static CacheRule cacheRule(Section section) {
        section.only(
                "max-age",
                "stale-while-revalidate",
                "stale-if-error",
                "not-found-max-age",
                "staleness-limit",
                "past-limit");
        CacheRule defaults = CacheRule.DEFAULT;
        return new CacheRule(
                section.duration("max-age", defaults.maxAge()),
                section.duration("stale-while-revalidate", defaults.staleWhileRevalidate()),
                section.duration("stale-if-error", defaults.staleIfError()),
                section.duration("not-found-max-age", defaults.notFoundMaxAge()),
                section.duration("staleness-limit", defaults.stalenessLimit()),
                section.choice("past-limit", CacheRule.PastLimit.class, defaults.pastLimit()));
    }

    private Path schemaFile(Section section) {
        return file.toAbsolutePath().resolveSibling(section.text("schema", "schema.json"));
    }

    private @Nullable JsonNode schema(Section section) {
        if (!section.has("schema")) {
            return null;
        }
        Path schema = schemaFile(section);
        try {
            return JsonMapper.shared().readTree(Files.readString(schema));
        } catch (IOException missing) {
            section.problem("schema", "'" + schema.getFileName() + "' cannot be read beside the placement file");
        } catch (StreamReadException malformed) {
            section.problem("schema", "'" + schema.getFileName() + "' is not JSON");
        }
        return null;
    }
}

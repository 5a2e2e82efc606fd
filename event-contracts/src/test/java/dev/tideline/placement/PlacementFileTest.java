package dev.tideline.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tideline.placement.CollectionPlacement.Conflict;
import dev.tideline.placement.CollectionPlacement.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.json.JsonMapper;

class PlacementFileTest {

    @TempDir
    private Path folder;

    @Test
    void readsEveryKey() throws IOException {
        Files.writeString(folder.resolve("customer.json"), "{}");
        Placement placement = read("""
                regions: [eu, us]
                collections:
                  customers:
                    tier: cache
                    cache:
                      max-age: 2m
                      stale-while-revalidate: 500ms
                      stale-if-error: 1d
                      not-found-max-age: 0s
                      staleness-limit: 3s
                      past-limit: warn
                    schema: customer.json
                    conflict: merge
                    max-size: 64KB
                    idempotency-key: required
                    residency: {home: eu, cache-in: [eu], serve-in: [eu, us], subject: id-prefix, redact: [/email, /a~1b]}
                """);

        CollectionPlacement customers = placement.collection("customers").orElseThrow();
        assertThat(placement.regions()).containsExactly("eu", "us");
        assertThat(customers.tier()).isEqualTo(Tier.CACHE);
        assertThat(customers.conflict()).isEqualTo(Conflict.MERGE);
        assertThat(customers.maxBytes()).isEqualTo(65_536);
        assertThat(customers.idempotencyKeyRequired()).isTrue();
        assertThat(customers.schema()).isEqualTo(folder.resolve("customer.json").toAbsolutePath());
        assertThat(customers.cache())
                .isEqualTo(new CacheRule(
                        Duration.ofMinutes(2),
                        Duration.ofMillis(500),
                        Duration.ofDays(1),
                        Duration.ZERO,
                        Duration.ofSeconds(3),
                        CacheRule.PastLimit.WARN));
        assertThat(customers.residency()).isInstanceOf(Residency.OneHome.class);
        Residency.OneHome residency = (Residency.OneHome) customers.residency();
        assertThat(residency.rule().home()).isEqualTo("eu");
        assertThat(residency.rule().cacheIn()).containsExactly("eu");
        assertThat(residency.rule().serveIn()).containsExactly("eu", "us");
        assertThat(residency.subject()).isEqualTo(SubjectRule.ID_PREFIX);
        assertThat(residency.rule().redact())
                .containsExactly(JsonPointer.compile("/email"), JsonPointer.compile("/a~1b"));
    }

    @Test
    void aTierAloneIsEnough() throws IOException {
        CollectionPlacement products = read("""
                regions: [eu]
                collections:
                  products: {tier: replicated}
                """).collection("products").orElseThrow();

        assertThat(products.cache()).isEqualTo(CacheRule.DEFAULT);
        assertThat(products.conflict()).isEqualTo(Conflict.LAST_WRITE_WINS);
        assertThat(products.schema()).isNull();
        assertThat(products.residency()).isNull();
        assertThat(products.maxBytes()).isEqualTo(262_144);
        assertThat(products.idempotencyKeyRequired()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{tier: cached}          | c.tier: 'cached' must be one of cache, replicated, strong",
                "{}                      | c.tier: is missing; must be one of cache, replicated, strong",
                "{tier: [cache]}         | c.tier: must be one of cache, replicated, strong",
                "{tier: cache, ttl: 5s}  | c.ttl: is not known; allowed here: tier, cache, schema",
                "{tier: cache, tier: strong} | c.tier: is given twice",
                "{tier: cache, cache: {max-age: 60}}  | c.cache.max-age: '60' must be a number with a unit",
                "{tier: cache, cache: {max-age: -1s}} | c.cache.max-age: '-1s' must be a number with a unit",
                "{tier: cache, cache: 60s}            | c.cache: must be a mapping",
                "{tier: strong, cache: {max-age: 1s}} | c.cache: does not go with tier strong",
                "{tier: cache, max-size: 0B}          | c.max-size: '0B' must be from 1B to 100MB",
                "{tier: cache, conflict: newest}      | c.conflict: 'newest' must be one of last-write-wins, reject, merge, counter",
                "{tier: cache, schema: absent.json}   | c.schema: 'absent.json' cannot be read beside the placement file",
                "{tier: cache, tags: a}               | c.tags: must be a list",
                "{tier: cache, tags: ['a b']}         | c.tags: 'a b' is refused",
                "{tier: cache, tags: ['a:{b}']}       | c.tags: 'a:{b}' is refused",
                "{tier: cache, residency: {}}                         | c.residency.home: is missing; must be one of eu, us",
                "{tier: cache, residency: {home: fr}}                 | c.residency.home: 'fr' must be one of eu, us",
                "{tier: cache, residency: {home: eu, serve-in: [us]}} | c.residency.serve-in: must contain the home, eu",
                "{tier: cache, residency: {home: eu, cache-in: [us], serve-in: [eu]}} | c.residency.cache-in: must only name regions of serve-in: eu",
                "{tier: cache, residency: {home: eu, cache-in: [fr]}} | c.residency.cache-in: 'fr' is refused: must be one of eu, us",
                "{tier: cache, residency: {home: eu, cache-in: [eu, eu]}} | c.residency.cache-in: 'eu' is refused: is named twice",
                "{tier: replicated, residency: {home: eu}} | c.residency: does not go with tier replicated",
                "{tier: strong, residency: {home: eu, cache-in: [eu]}} | c.residency.cache-in: does not go with tier strong",
                "{tier: cache, tags: ['a:{/b}'], residency: {home: eu}} | c.tags: does not go with residency",
                "{tier: cache, residency: {home: eu, subject: /owner}} | c.residency.subject: '/owner' must be one of id, id-prefix",
                "{tier: cache, residency: {home: eu, redact: [email]}} | c.residency.redact: 'email' is refused",
                "{tier: cache, residency: {home: eu, redact: ['']}} | c.residency.redact: '' is refused: is the whole document",
                "{tier: cache, residency: {home: eu, redact: [/a/0/b]}} | c.residency.redact: '/a/0/b' is refused: names one element",
                "{tier: cache, residency: {home: eu, redact: [/a/-]}} | c.residency.redact: '/a/-' is refused: names one element",
                "{tier: cache, residency: {home: eu, redact: [/a, /a/b]}} | c.residency.redact: '/a/b' is refused: overlaps with /a, which redacts it",
                "{tier: cache, residency: {home: eu, redact: [/a/b, /a]}} | c.residency.redact: '/a' is refused: overlaps with /a/b, which it redacts",
                "{tier: cache, residency: {home: eu, redact: [/a, /a]}} | c.residency.redact: '/a' is refused: overlaps with /a",
                "{tier: cache, schema: person.json, residency: {home: eu, redact: [/emial]}} | c.residency.redact: '/emial' is refused: the schema has no 'emial'; it has email, homes, age, country",
                "{tier: cache, residency: {home: eu, homes: {eu: {}}, home-field: /c}} | c.residency.home: is not known; allowed here: home-field, homes, subject",
                "{tier: cache, residency: {homes: {eu: {}}, home-field: /c, redact: [/a]}} | c.residency.redact: is not known; allowed here: home-field, homes, subject",
                "{tier: cache, residency: {homes: {eu: {}}}}          | c.residency.home-field: is missing; must be a JSON Pointer",
                "{tier: cache, residency: {home-field: /c}}           | c.residency.homes: must have at least one of eu, us",
                "{tier: cache, residency: {home-field: /c, homes: {}}} | c.residency.homes: must have at least one of eu, us",
                "{tier: cache, residency: {home-field: /c, homes: [eu]}} | c.residency.homes: must be a mapping",
                "{tier: cache, residency: {home-field: /c, homes: {fr: {}}}} | c.residency.homes.fr: is no region; must be one of eu, us",
                "{tier: cache, residency: {home-field: /c, homes: {eu: {home: eu}}}} | c.residency.homes.eu.home: is not known; allowed here: cache-in, serve-in, redact",
                "{tier: cache, residency: {home-field: /c, homes: {eu: {serve-in: [us]}}}} | c.residency.homes.eu.serve-in: must contain the home, eu",
                "{tier: cache, residency: {home-field: /c, homes: {eu: {}, us: {cache-in: [us, eu], serve-in: [us]}}}} | c.residency.homes.us.cache-in: must only name regions of serve-in: us",
                "{tier: strong, residency: {home-field: /c, homes: {eu: {cache-in: [eu]}}}} | c.residency.homes.eu.cache-in: does not go with tier strong",
                "{tier: cache, residency: {home-field: c, homes: {eu: {}}}} | c.residency.home-field: 'c' is refused",
                "{tier: cache, residency: {home-field: '', homes: {eu: {}}}} | c.residency.home-field: '' is refused: is the whole document",
                "{tier: cache, residency: {home-field: /c/0, homes: {eu: {}}}} | c.residency.home-field: '/c/0' is refused: names an element of an array",
                "{tier: cache, residency: {home-field: [/c], homes: {eu: {}}}} | c.residency.home-field: must be text",
                "{tier: cache, schema: person.json, residency: {home-field: /cuntry, homes: {eu: {}}}} | c.residency.home-field: '/cuntry' is refused: the schema has no 'cuntry'; it has email, homes, age, country",
                "{tier: cache, schema: person.json, residency: {home-field: /email, homes: {eu: {}}}} | c.residency.home-field: '/email' is refused: the schema does not require 'email'",
                "{tier: cache, schema: person.json, residency: {home-field: /age, homes: {eu: {}}}} | c.residency.home-field: '/age' is refused: the schema has it as \"integer\"; a home is named by a string",
                "{tier: cache, schema: person.json, residency: {home-field: /country, homes: {eu: {redact: [/emial]}}}} | c.residency.homes.eu.redact: '/emial' is refused: the schema has no 'emial'",
                "{tier: cache, schema: person.json, residency: {home: eu, redact: [/homes/strt]}} | c.residency.redact: '/homes/strt' is refused: the schema has no 'strt'; it has street",
            })
    void refusesWithLineKeyAndWhatIsAllowed(String collection, String expected) throws IOException {
        Files.writeString(folder.resolve("person.json"), """
                {"required": ["age", "country"],
                 "properties": {"email": {}, "homes": {"items": {"properties": {"street": {}}}},
                                "age": {"type": "integer"}, "country": {"type": "string"}}}""");
        PlacementException refused = refuse("regions: [eu, us]\ncollections:\n  c: " + collection + "\n");
        assertThat(refused.getMessage()).contains(", line 3: collections." + expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "regions: []                 | line 1: regions: must name at least one region",
                "collections: {}             | line 1: regions: must name at least one region",
                "regions: [EU]               | line 1: regions: 'EU' is refused",
                "regions: eu                 | line 1: regions: must be a list",
                "nonsense                    | line 1: must be a mapping of keys to values",
                "regions: [eu                | is not YAML",
                "'regions: [eu]\ncollections: {Caps: {tier: cache}}' | line 2: collections.Caps: a collection's name",
            })
    void refusesAFileThatIsWrongAsAWhole(String text, String expected) {
        assertThat(refuse(text).getMessage()).contains(expected);
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        PlacementException refused = refuse("""
                regions: [eu]
                collections:
                  a: {tier: x}
                  b: {tier: cache, conflict: y}
                """);
        assertThat(refused.problems()).extracting(PlacementProblem::line).containsExactly(3, 4);
    }

    @Test
    void refusesAFileThatIsNotThere() {
        PlacementException refused =
                catchThrowableOfType(PlacementException.class, () -> PlacementFile.read(folder.resolve("absent.yaml")));
        assertThat(refused).hasMessageContaining("absent.yaml, line 1: cannot be read: NoSuchFileException");
    }

    @Test
    void whatTheSchemaLeavesOpenMayBeRedacted() throws IOException {
        Files.writeString(folder.resolve("open.json"), """
                {"properties": {"any": {}, "other": {"$ref": "#/$defs/o"}}, "$defs": {"o": {}}}""");
        Placement placement = read("""
                regions: [eu]
                collections:
                  c: {tier: cache, schema: open.json, residency: {home: eu, redact: [/any/thing, /other/thing]}}
                """);
        Residency residency = placement.collection("c").orElseThrow().residency();
        assertThat(residency).isNotNull();
        assertThat(residency.homes().iterator().next().redact()).hasSize(2);
    }

    @Test
    void aRuleMakesATagOfTheDocument() {
        TagRule rule = new TagRule("brand:{/brand/name}:{/tier}");
        JsonMapper json = JsonMapper.shared();

        assertThat(rule.tag(json.readTree("{\"brand\":{\"name\":\"Tide, Ltd\"},\"tier\":2}")))
                .contains("brand:Tide-Ltd:2");
        assertThat(rule.tag(json.readTree("{\"brand\":{},\"tier\":2}"))).isEmpty();
        assertThat(rule.tag(json.readTree("{\"brand\":{\"name\":[]},\"tier\":2}")))
                .isEmpty();
        assertThat(rule.tag(json.readTree("{\"brand\":{\"name\":\"" + "x".repeat(300) + "\"},\"tier\":2}")))
                .isEmpty();
    }

    @Property(tries = 300)
    void anyTextIsReadOrRefused(@ForAll String text) throws IOException {
        Path file = Files.createTempFile("placement", ".yaml");
        try {
            Files.writeString(file, text.replaceAll("[\\ud800-\\udfff]", "?"));
            assertThat(catchThrowableOfType(PlacementException.class, () -> PlacementFile.read(file)))
                    .isNotNull();
        } finally {
            Files.delete(file);
        }
    }

    private Placement read(String text) throws IOException {
        return PlacementFile.read(Files.writeString(folder.resolve("placement.yaml"), text));
    }

    private PlacementException refuse(String text) {
        return catchThrowableOfType(PlacementException.class, () -> read(text));
    }
}

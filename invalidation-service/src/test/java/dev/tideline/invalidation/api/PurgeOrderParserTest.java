package dev.tideline.invalidation.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.PurgeIssued.Mode;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.invalidation.api.PurgeOrderParser.Accepted;
import dev.tideline.invalidation.api.PurgeOrderParser.Fault;
import dev.tideline.invalidation.api.PurgeOrderParser.Parsed;
import dev.tideline.invalidation.api.PurgeOrderParser.Rejected;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PurgeOrderParserTest {

    private final PurgeOrderParser parser = new PurgeOrderParser(1_000, Set.of("eu", "us"));

    @Test
    void eachKindOfScopeIsRead() {
        PurgeOrder order = accepted("""
                {"urls": ["/a?b=1", "https://x.example/a"], "keys": ["products/p1"], "tags": ["category:shoes"],
                 "prefixes": ["/api/products"], "mode": "soft", "regions": ["eu"]}""");

        assertThat(order.scopes())
                .containsExactly(
                        new Scope.Url("/a?b=1"),
                        new Scope.Url("https://x.example/a"),
                        new Scope.Resource(new ResourceKey("products", "p1"), 0),
                        new Scope.Tag("category:shoes"),
                        new Scope.Prefix("/api/products"));
        assertThat(order.mode()).isEqualTo(Mode.SOFT);
        assertThat(order.regions()).containsExactly("eu");
        assertThat(order.reachesEverything()).isFalse();
    }

    @Test
    void hardEverywhereIsMeantWhereNothingIsSaid() {
        PurgeOrder order = accepted("{\"tags\":[\"a\",\"a\"]}");

        assertThat(order).isEqualTo(new PurgeOrder(List.of(new Scope.Tag("a")), Mode.HARD, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"everything\":true}", "{\"prefixes\":[\"/\"]}", "{\"prefixes\":[\"/a\",\"///\"]}"})
    void theWholeSiteIsRecognisedByAnyName(String body) {
        assertThat(accepted(body).reachesEverything()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|''",
                "[]|''",
                "{\"everything\":false}|''",
                "{\"tags\":[]}|''",
                "{\"tags\":[\"a\"],\"tags\":[\"b\"]}|''",
                "{\"tags\":[\"a\"]} {}|''",
                "{\"tag\":[\"a\"]}|/tag",
                "{\"tags\":\"a\"}|/tags",
                "{\"tags\":[1]}|/tags/0",
                "{\"tags\":[\"ok\",\"\"]}|/tags/1",
                "{\"tags\":[\"a,b\"]}|/tags/0",
                "{\"tags\":[\"a b\"]}|/tags/0",
                "{\"keys\":[\"products\"]}|/keys/0",
                "{\"keys\":[\"products/..\"]}|/keys/0",
                "{\"urls\":[\"no/slash\"]}|/urls/0",
                "{\"urls\":[\"ftp://x/a\"]}|/urls/0",
                "{\"urls\":[\"/a#b\"]}|/urls/0",
                "{\"urls\":[\"/a b\"]}|/urls/0",
                "{\"prefixes\":[\"/a?b\"]}|/prefixes/0",
                "{\"prefixes\":[\"/a/../\"]}|/prefixes/0",
                "{\"prefixes\":[\"/a/%2E%2e\"]}|/prefixes/0",
                "{\"prefixes\":[\"https://x/a\"]}|/prefixes/0",
                "{\"everything\":true,\"tags\":[\"a\"]}|/everything",
                "{\"everything\":\"yes\"}|/everything",
                "{\"tags\":[\"a\"],\"mode\":\"HARD\"}|/mode",
                "{\"tags\":[\"a\"],\"mode\":null}|/mode",
                "{\"tags\":[\"a\"],\"regions\":[]}|/regions",
                "{\"tags\":[\"a\"],\"regions\":[\"mars\"]}|/regions/0",
            })
    void whatIsWrongIsPointedAt(String body, String pointer) {
        assertThat(rejected(body)).extracting(Fault::pointer).contains(pointer);
    }

    @Test
    void aThousandScopesAreAllowedAndOneMoreIsNot() {
        assertThat(accepted(tags(1_000)).scopes()).hasSize(1_000);
        assertThat(rejected(tags(1_001)))
                .singleElement()
                .satisfies(fault -> assertThat(fault.detail()).contains("1001").contains("1000"));
    }

    @Test
    void faultsAreNotListedWithoutEnd() {
        String body = IntStream.range(0, 500).mapToObj(i -> "1").collect(Collectors.joining(",", "{\"tags\":[", "]}"));

        assertThat(rejected(body)).hasSizeLessThanOrEqualTo(20);
    }

    @Property(tries = 2_000)
    void anyBodyIsAValue(@ForAll String text) {
        assertThat(parser.parse(text.getBytes(UTF_8))).isNotNull();
        assertThat(parser.parse(("{\"urls\":[" + text + "]}").getBytes(UTF_8))).isNotNull();
    }

    @Test
    void deepNestingIsRefusedLikeAnythingElse() {
        assertThat(parser.parse("[".repeat(100_000).getBytes(UTF_8))).isInstanceOf(Rejected.class);
    }

    private static String tags(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"t" + i + "\"")
                .collect(Collectors.joining(",", "{\"tags\":[", "]}"));
    }

    private PurgeOrder accepted(String body) {
        Parsed parsed = parser.parse(body.getBytes(UTF_8));
        assertThat(parsed).isInstanceOf(Accepted.class);
        return ((Accepted) parsed).order();
    }

    private List<Fault> rejected(String body) {
        Parsed parsed = parser.parse(body.getBytes(UTF_8));
        assertThat(parsed).as(body).isInstanceOf(Rejected.class);
        return ((Rejected) parsed).faults();
    }
}

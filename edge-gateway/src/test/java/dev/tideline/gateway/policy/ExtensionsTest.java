package dev.tideline.gateway.policy;

import static dev.tideline.gateway.policy.TestingExchange.date;
import static dev.tideline.gateway.policy.TestingExchange.ok;
import static dev.tideline.gateway.policy.TestingExchange.request;
import static dev.tideline.gateway.policy.TestingExchange.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.policy.Freshness.Basis;
import dev.tideline.gateway.policy.StoreDecision.Refusal;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9213, RFC 9211, RFC 9875, RFC 9111 §4.4, No-Vary-Search and tags. */
class ExtensionsTest {

    private static Freshness targeted(String value) {
        return ok("Cache-Control", "max-age=1", "CDN-Cache-Control", value, "ETag", "\"a\"")
                .stored()
                .freshness();
    }

    @Test
    void aTargetedFieldReplacesCacheControlAndExpires() {
        assertThat(ok("Cache-Control", "no-store", "Expires", "0", "CDN-Cache-Control", "max-age=60")
                        .stored()
                        .freshness())
                .extracting(Freshness::lifetimeMs, Freshness::basis)
                .containsExactly(60_000L, Basis.TARGETED);
        assertThat(ok("Cache-Control", "max-age=60", "CDN-Cache-Control", "no-store")
                        .refused())
                .isEqualTo(Refusal.NO_STORE);
        assertThat(ok("Expires", date(60), "CDN-Cache-Control", "must-revalidate")
                        .refused())
                .isEqualTo(Refusal.NO_FRESHNESS);
    }

    @Test
    void ourOwnTargetComesFirst() {
        assertThat(ok("CDN-Cache-Control", "no-store", "Tideline-Cache-Control", "max-age=60")
                        .stored()
                        .freshness()
                        .lifetimeMs())
                .isEqualTo(60_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-age=60, &",
                "MAX-AGE=60",
                "",
                "max-age=60,",
                "max-age =60",
                "max-age=60 no-store",
                "max-age=\"60",
                "max-age=1234567890123456"
            })
    void aTargetedFieldThatDoesNotParseIsIgnoredAsAWhole(String value) {
        assertThat(targeted(value)).extracting(Freshness::lifetimeMs).isEqualTo(1000L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    max-age=60;x=y          | 60
                    max-age=60, max-age=5   | 5
                    max-age="60"            | 0
                    max-age=60.0            | 0
                    max-age=-60             | 0
                    max-age=?1              | 60x
                    max-age                 | 0
                    s-maxage=9, max-age=60  | 9
                    max-age=60, no-cache=?0 | 60
                    """)
    void theValueHasToBeAnInteger(String value, String seconds) {
        if (!seconds.endsWith("x")) {
            assertThat(targeted(value).lifetimeMs()).isEqualTo(Long.parseLong(seconds) * 1000);
        } else {
            assertThat(targeted(value).lifetimeMs()).isZero();
        }
    }

    @Test
    void aTargetedPrivateWithNamesIsUnderstood() {
        assertThat(ok("CDN-Cache-Control", "max-age=60, private=\"X, Y\"", "X", "1")
                        .stored()
                        .fields()
                        .has("X"))
                .isFalse();
        assertThat(ok("CDN-Cache-Control", "max-age=60, private").refused()).isEqualTo(Refusal.PRIVATE);
    }

    @Test
    void surrogateControlIsReadWhereARouteWantsIt() {
        TestingExchange aimed = ok("Cache-Control", "no-store", "Surrogate-Control", "max-age=60;tideline");
        assertThat(aimed.under(PolicySettings.PERMISSIVE).stored().freshness().lifetimeMs())
                .isEqualTo(60_000);
        assertThat(aimed.refused()).isEqualTo(Refusal.NO_STORE);
        assertThat(ok("Surrogate-Control", "max-age=60;other")
                        .under(PolicySettings.PERMISSIVE)
                        .refused())
                .isEqualTo(Refusal.NO_FRESHNESS);
        assertThat(ok("Cache-Control", "max-age=9", "Surrogate-Control", "No-Store")
                        .under(PolicySettings.PERMISSIVE)
                        .refused())
                .isEqualTo(Refusal.NO_STORE);
    }

    @Test
    void anOriginIsToldByWhichNameItCanAimAtThisCache() {
        CacheRequest request = request("GET");
        CachePolicy policy = new CachePolicy(PolicySettings.PERMISSIVE);
        assertThat(policy.forwardFields(request, policy.miss(request, ForwardReason.MISS)))
                .isEqualTo(Fields.of("Surrogate-Capability", "tideline=\"Surrogate/1.0\""));
        CachePolicy without = new CachePolicy(PolicySettings.DEFAULT);
        assertThat(without.forwardFields(request, without.miss(request, ForwardReason.MISS)))
                .isEqualTo(Fields.empty());
    }

    @Test
    void cacheStatusSaysEverythingOnce() {
        assertThat(CacheStatus.hit("tideline-eu-1", 376_999)
                        .withKey("a \"k\"")
                        .withDetail("L1")
                        .render())
                .isEqualTo("tideline-eu-1;hit;ttl=376;key=\"a \\\"k\\\"\";detail=L1");
        assertThat(CacheStatus.hit("tideline-eu-1", -1).render()).isEqualTo("tideline-eu-1;hit;ttl=-1");
        assertThat(CacheStatus.forwarded("7x y", ForwardReason.STALE)
                        .withForwardStatus(304)
                        .withTtl(0)
                        .withStored(true)
                        .withCollapsed(true)
                        .withDetail("a b\u00e4\n")
                        .appendTo("Origin; hit"))
                .isEqualTo("Origin; hit, \"7x y\";fwd=stale;fwd-status=304;ttl=0;stored;collapsed;detail=\"a b??\"");
    }

    @Test
    void aSuccessfulChangeInvalidatesItsTargetAndWhatItNamesOnTheSameOrigin() {
        TestingExchange exchange = status(
                        201,
                        "Location",
                        "/b#x",
                        "Content-Location",
                        "http://EXAMPLE.com:80/c",
                        "Location",
                        "http://other.com/d",
                        "Location",
                        "https://example.com/e",
                        "Location",
                        ":bad:",
                        "Cache-Group-Invalidation",
                        "\"g1\", \"g2\";x")
                .to(request("POST"));
        assertThat(exchange.policy().invalidate(exchange.request(), exchange.response()))
                .isEqualTo(new Invalidation(
                        Set.of("http://example.com/a", "http://example.com/b", "http://EXAMPLE.com:80/c"),
                        Set.of("g1", "g2")));
    }

    @Test
    void safeMethodsAndErrorsInvalidateNothing() {
        CachePolicy policy = new CachePolicy(PolicySettings.DEFAULT);
        assertThat(policy.invalidate(request("GET"), ok().response())).isEqualTo(Invalidation.NOTHING);
        assertThat(policy.invalidate(request("PUT"), status(500).response())).isEqualTo(Invalidation.NOTHING);
        assertThat(policy.invalidate(request("PUT"), status(404).response())).isEqualTo(Invalidation.NOTHING);
        assertThat(policy.invalidate(request("M-SEARCH"), ok().response()).urls())
                .hasSize(1);
    }

    @Test
    void tagsAndGroupsAreReadWithinBounds() {
        SurrogateTags tags = SurrogateTags.of(Fields.of(
                "Cache-Tag", "a, b,,c ", "Surrogate-Key", "d  e", "Cache-Tag", "f", "Cache-Groups", "\"g, 1\", \"h\""));
        assertThat(tags.tags()).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
        assertThat(tags.groups()).containsExactlyInAnyOrder("g, 1", "h");
        assertThat(tags.overflow()).isFalse();
        assertThat(SurrogateTags.of(Fields.of("Cache-Tag", "x".repeat(257))).overflow())
                .isTrue();
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            many.append(i).append(',');
        }
        assertThat(SurrogateTags.of(Fields.of("Cache-Tag", many.toString())))
                .satisfies(full -> assertThat(full.tags()).hasSize(SurrogateTags.MOST))
                .satisfies(full -> assertThat(full.overflow()).isTrue());
        assertThat(SurrogateTags.of(Fields.of("Cache-Groups", "token")).groups())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    key-order                    | a=1&b=2   | b=2&a=1   | true
                    key-order                    | a=1&a=2   | a=2&a=1   | false
                    params                       | a=1       | b=2       | true
                    params=("utm")               | a=1&utm=x | a=1       | true
                    params=("utm")               | a=1&utm=x | a=2       | false
                    params, except=("a")         | a=1&b=2   | a=1       | true
                    params, except=("a")         | a=1       | a=2       | false
                    params=("a b")               | a+b=1     | a%20b=2   | true
                    except=("a")                 | a=1&b=2   | a=1       | false
                    params=("a"), except=("b")   | a=1       | a=2       | false
                    params=(a)                   | a=1       | a=2       | false
                    key-order=1                  | a=1&b=2   | b=2&a=1   | false
                    params=("a"),                | a=1       | a=2       | false
                    """)
    void noVarySearchSaysWhichQueriesAreTheSame(String field, String left, String right, boolean same) {
        NoVarySearch rules = NoVarySearch.of(Fields.of("No-Vary-Search", field));
        assertThat(rules.reduce(left).equals(rules.reduce(right))).isEqualTo(same);
    }
}

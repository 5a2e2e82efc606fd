package dev.tideline.gateway.policy;

import static dev.tideline.gateway.policy.TestingExchange.date;
import static dev.tideline.gateway.policy.TestingExchange.get;
import static dev.tideline.gateway.policy.TestingExchange.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.policy.ServeDecision.Forward;
import dev.tideline.gateway.policy.ServeDecision.Fresh;
import dev.tideline.gateway.policy.ServeDecision.MustRevalidate;
import dev.tideline.gateway.policy.ServeDecision.Permission;
import dev.tideline.gateway.policy.ServeDecision.StaleServable;
import dev.tideline.gateway.policy.ServeDecision.Unsatisfiable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §4 and §5.2.1, RFC 5861, RFC 8246. */
class ServingTest {

    private static CacheRequest asking(String cacheControl) {
        return get("Cache-Control", cacheControl);
    }

    private static Forward refetch() {
        return new Forward(ForwardReason.STALE, Fields.empty());
    }

    @Test
    void aFreshResponseIsServedUntilItsLifetimeEnds() {
        TestingExchange exchange = ok("Cache-Control", "max-age=60");
        assertThat(exchange.serve(get(), 59)).isEqualTo(new Fresh(59_000, 1000));
        assertThat(exchange.serve(get(), 60))
                .isEqualTo(new MustRevalidate(Fields.empty(), ForwardReason.STALE, 60_000, 0));
    }

    @Test
    void aStaleResponseIsValidatedByBothItsValidators() {
        TestingExchange exchange = ok("Cache-Control", "max-age=60", "ETag", "W/\"a\"", "Last-Modified", date(-99));
        assertThat(exchange.serve(get(), 70))
                .isEqualTo(new MustRevalidate(
                        Fields.of("If-None-Match", "W/\"a\"", "If-Modified-Since", date(-99)),
                        ForwardReason.STALE,
                        70_000,
                        -10_000));
    }

    @Test
    void noCacheIsValidatedEvenWhileFresh() {
        assertThat(ok("Cache-Control", "max-age=60, no-cache", "ETag", "\"a\"").serve(get(), 0))
                .isInstanceOf(MustRevalidate.class);
    }

    @Test
    void theClientMayAskForValidation() {
        TestingExchange exchange = ok("Cache-Control", "max-age=60", "ETag", "\"a\"");
        for (CacheRequest request : new CacheRequest[] {
            asking("no-cache"), asking("NO-CACHE=\"x\""), asking("max-age=5"), asking("min-fresh=51"),
            asking("max-age=x"), asking("max-age =60"), asking("foo=\"bar"), get("Pragma", "a, No-Cache")
        }) {
            assertThat(exchange.serve(request, 10))
                    .as(request.toString())
                    .isEqualTo(new MustRevalidate(
                            Fields.of("If-None-Match", "\"a\""), ForwardReason.REQUEST, 10_000, 50_000));
        }
    }

    @Test
    void pragmaCountsOnlyWithoutCacheControl() {
        CacheRequest both = get("Pragma", "no-cache", "Cache-Control", "foo");
        assertThat(ok("Cache-Control", "max-age=60").serve(both, 0)).isInstanceOf(Fresh.class);
    }

    @Test
    void limitsThatAreMetDoNotMatter() {
        TestingExchange exchange = ok("Cache-Control", "max-age=60");
        assertThat(exchange.serve(asking("max-age=10, min-fresh=50, max-stale"), 10))
                .isInstanceOf(Fresh.class);
    }

    @Test
    void aReloadDoesNotShakeAnImmutableResponseButNoCacheDoes() {
        TestingExchange exchange = ok("Cache-Control", "max-age=60, immutable");
        assertThat(exchange.serve(asking("max-age=0"), 10)).isInstanceOf(Fresh.class);
        assertThat(exchange.serve(asking("no-cache"), 10)).isInstanceOf(MustRevalidate.class);
        assertThat(exchange.serve(asking("max-age=0"), 61)).isInstanceOf(MustRevalidate.class);
    }

    @Test
    void maxStaleAcceptsWhatTheOriginDoesNotForbid() {
        TestingExchange exchange = ok("Cache-Control", "max-age=60");
        assertThat(exchange.serve(asking("max-stale=10"), 70))
                .isEqualTo(new StaleServable(Permission.MAX_STALE, false, 70_000, -10_000));
        assertThat(exchange.serve(asking("max-stale"), 9999)).isInstanceOf(StaleServable.class);
        assertThat(exchange.serve(asking("max-stale=10"), 71)).isInstanceOf(MustRevalidate.class);
        assertThat(exchange.serve(asking("max-stale=x"), 61)).isInstanceOf(MustRevalidate.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=60", "no-cache"})
    void whatForbidsStaleAnswersForbidsAllOfThem(String directive) {
        TestingExchange exchange = ok(
                "Cache-Control",
                "max-age=60, stale-while-revalidate=100, stale-if-error=100, " + directive,
                "ETag",
                "\"a\"");
        assertThat(exchange.serve(asking("max-stale"), 70)).isInstanceOf(MustRevalidate.class);
        assertThat(exchange.serve(get(), 70)).isInstanceOf(MustRevalidate.class);
        assertThat(exchange.onError(get(), 503, 70)).isEqualTo(refetch());
        assertThat(new TestingExchange(
                                exchange.request(),
                                exchange.response(),
                                PolicySettings.DEFAULT.withDisconnectedStale(1_000_000))
                        .onError(get(), 0, 70))
                .isEqualTo(refetch());
    }

    @Test
    void staleWhileRevalidateAllowsNothingAfterAnError() {
        TestingExchange exchange = ok("Cache-Control", "max-age=60, stale-while-revalidate=10");
        assertThat(exchange.serve(get(), 65))
                .isEqualTo(new StaleServable(Permission.STALE_WHILE_REVALIDATE, true, 65_000, -5000));
        assertThat(exchange.serve(get(), 70)).isInstanceOf(MustRevalidate.class);
        assertThat(exchange.onError(get(), 503, 65)).isEqualTo(refetch());
    }

    @Test
    void staleIfErrorAllowsNothingWithoutAnError() {
        TestingExchange exchange = ok("Cache-Control", "max-age=60, stale-if-error=10");
        assertThat(exchange.serve(get(), 65)).isInstanceOf(MustRevalidate.class);
        for (int status : new int[] {0, 500, 502, 503, 504}) {
            assertThat(exchange.onError(get(), status, 70))
                    .isEqualTo(new StaleServable(Permission.STALE_IF_ERROR, false, 70_000, -10_000));
        }
        for (int status : new int[] {404, 501, 505, 200}) {
            assertThat(exchange.onError(get(), status, 65)).isEqualTo(refetch());
        }
        assertThat(exchange.onError(get(), 503, 71)).isEqualTo(refetch());
    }

    @Test
    void theClientsStaleIfErrorIsAPermissionOfItsOwn() {
        TestingExchange exchange = ok("Cache-Control", "max-age=60");
        assertThat(exchange.onError(asking("stale-if-error=10"), 503, 70)).isInstanceOf(StaleServable.class);
        assertThat(exchange.onError(asking("stale-if-error=10"), 503, 71)).isEqualTo(refetch());
    }

    @Test
    void aClientThatInsistsOnValidationGetsTheError() {
        TestingExchange exchange = ok("Cache-Control", "max-age=60, stale-if-error=100");
        assertThat(exchange.onError(asking("no-cache"), 503, 70)).isEqualTo(refetch());
        assertThat(exchange.onError(asking("max-age=5"), 503, 70)).isEqualTo(refetch());
    }

    @Test
    void anUnreachableOriginIsCoveredByConfigurationOnlyWithoutAnAnswer() {
        TestingExchange exchange =
                ok("Cache-Control", "max-age=60").under(PolicySettings.DEFAULT.withDisconnectedStale(10_000));
        assertThat(exchange.onError(get(), 0, 70))
                .isEqualTo(new StaleServable(Permission.DISCONNECTED, false, 70_000, -10_000));
        assertThat(exchange.onError(get(), 503, 70)).isEqualTo(refetch());
        assertThat(exchange.onError(get(), 0, 71)).isEqualTo(refetch());
    }

    @Test
    void onlyIfCachedIsAnsweredFromTheCacheOrNotAtAll() {
        TestingExchange exchange = ok("Cache-Control", "max-age=60, stale-while-revalidate=5");
        assertThat(exchange.serve(asking("only-if-cached"), 1)).isInstanceOf(Fresh.class);
        assertThat(exchange.serve(asking("only-if-cached"), 61)).isInstanceOf(StaleServable.class);
        assertThat(exchange.serve(asking("only-if-cached"), 99)).isEqualTo(new Unsatisfiable());
        assertThat(exchange.policy().miss(asking("only-if-cached"), ForwardReason.URI_MISS))
                .isEqualTo(new Unsatisfiable());
        assertThat(exchange.policy().miss(get(), ForwardReason.VARY_MISS))
                .isEqualTo(new Forward(ForwardReason.VARY_MISS, Fields.empty()));
    }

    @Test
    void aMissAsksForTheWholeAndAValidationAsksWithOurConditions() {
        CachePolicy policy = new CachePolicy(PolicySettings.DEFAULT);
        CacheRequest request = get(
                "If-None-Match",
                "\"client\"",
                "If-Modified-Since",
                date(0),
                "Range",
                "bytes=0-1",
                "If-Range",
                "\"c\"",
                "Connection",
                "X-Hop",
                "X-Hop",
                "1",
                "TE",
                "trailers",
                "Accept",
                "text/html");
        assertThat(policy.forwardFields(request, policy.miss(request, ForwardReason.URI_MISS)))
                .isEqualTo(Fields.of("Range", "bytes=0-1", "If-Range", "\"c\"", "Accept", "text/html"));
        assertThat(policy.forwardFields(
                        request, new MustRevalidate(Fields.of("If-None-Match", "\"own\""), ForwardReason.STALE, 0, 0)))
                .isEqualTo(Fields.of("Accept", "text/html", "If-None-Match", "\"own\""));
        assertThat(policy.forwardFields(request, new Forward(ForwardReason.BYPASS, Fields.empty()))
                        .first("If-None-Match"))
                .isEqualTo("\"client\"");
    }
}

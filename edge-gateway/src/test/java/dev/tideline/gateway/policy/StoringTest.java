package dev.tideline.gateway.policy;

import static dev.tideline.gateway.policy.TestingExchange.date;
import static dev.tideline.gateway.policy.TestingExchange.get;
import static dev.tideline.gateway.policy.TestingExchange.ok;
import static dev.tideline.gateway.policy.TestingExchange.request;
import static dev.tideline.gateway.policy.TestingExchange.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.policy.PolicySettings.SetCookie;
import dev.tideline.gateway.policy.StoreDecision.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §3. */
class StoringTest {

    @Test
    void aResponseWithALifetimeIsStored() {
        assertThat(ok("Cache-Control", "max-age=60").stored().freshness().lifetimeMs())
                .isEqualTo(60_000);
    }

    @Test
    void aResponseThatIsNeverFreshAndCannotBeValidatedIsNotStored() {
        assertThat(ok().refused()).isEqualTo(Refusal.NO_FRESHNESS);
        assertThat(ok("Cache-Control", "max-age=0").refused()).isEqualTo(Refusal.NO_FRESHNESS);
        assertThat(ok("Cache-Control", "no-cache, max-age=60").refused()).isEqualTo(Refusal.NO_FRESHNESS);
    }

    @Test
    void aResponseThatMayOnlyBeServedStaleIsStoredForThat() {
        assertThat(ok("Cache-Control", "max-age=0, stale-while-revalidate=9")
                        .stored()
                        .freshness()
                        .usableUntilMs())
                .isEqualTo(TestingExchange.NOW + 9000);
        assertThat(ok("Cache-Control", "max-age=0, stale-while-revalidate=9, must-revalidate")
                        .refused())
                .isEqualTo(Refusal.NO_FRESHNESS);
    }

    @Test
    void aStaleResponseWithAValidatorIsStoredForItsValidator() {
        assertThat(ok("Cache-Control", "no-cache", "ETag", "\"a\"")
                        .stored()
                        .validators()
                        .etag())
                .isEqualTo(new EntityTag(false, "a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-store",
                "No-StOrE, max-age=60",
                "max-age=60, no-store",
                "max-age=60,no-store=1",
                "max-age=60, no-store=\"x\"",
                "max-age=60, \"no-store\"",
                "max-age=60; no-store",
                "max-age=60, no-store;foo",
                "max-age=60,\tno-store"
            })
    void noStoreInAnySpellingIsObeyed(String value) {
        assertThat(ok("Cache-Control", value).refused()).isEqualTo(Refusal.NO_STORE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private, max-age=60",
                "max-age=60, PRIVATE",
                "max-age=60,Private=",
                "private=\"\", max-age=60",
                "private=\"a b\", max-age=60",
                "max-age=60, private =x"
            })
    void privateInAnySpellingIsObeyed(String value) {
        assertThat(ok("Cache-Control", value).refused()).isEqualTo(Refusal.PRIVATE);
    }

    @Test
    void aDirectiveOnASecondLineCounts() {
        assertThat(ok("Cache-Control", "max-age=60", "cache-control", "private").refused())
                .isEqualTo(Refusal.PRIVATE);
    }

    @Test
    void anUnterminatedQuoteMayHideADirectiveAndIsNotStored() {
        assertThat(ok("Cache-Control", "max-age=60, ext=\"a, b").refused()).isEqualTo(Refusal.DOUBT);
    }

    @Test
    void aDirectiveWithinAQuotedStringIsNoDirective() {
        assertThat(ok("Cache-Control", "ext=\"no-store\", max-age=60")
                        .stored()
                        .freshness()
                        .lifetimeMs())
                .isEqualTo(60_000);
    }

    @Test
    void noStoreInTheRequestForbidsStoring() {
        assertThat(ok("Cache-Control", "max-age=60")
                        .to(get("Cache-Control", "no-store"))
                        .refused())
                .isEqualTo(Refusal.REQUEST_NO_STORE);
    }

    @Test
    void fieldsNamedByPrivateOrNoCacheAreNotKept() {
        Fields kept = ok(
                        "Cache-Control",
                        "max-age=60, private=\"Set-Cookie, B\", no-cache=c",
                        "Set-Cookie",
                        "s=1",
                        "B",
                        "2",
                        "C",
                        "3",
                        "D",
                        "4")
                .stored()
                .fields();
        assertThat(kept.has("Set-Cookie")).isFalse();
        assertThat(kept.has("b")).isFalse();
        assertThat(kept.has("c")).isFalse();
        assertThat(kept.first("d")).isEqualTo("4");
    }

    @Test
    void fieldsAboutTheConnectionAreNotKept() {
        Fields kept = ok(
                        "Cache-Control",
                        "max-age=60",
                        "Connection",
                        "X-A, close",
                        "Connection",
                        "x-b",
                        "X-A",
                        "1",
                        "X-B",
                        "2",
                        "X-C",
                        "3",
                        "Keep-Alive",
                        "timeout=5",
                        "Upgrade",
                        "h2c",
                        "Proxy-Authenticate",
                        "Basic",
                        "Transfer-Encoding",
                        "chunked",
                        "TE",
                        "trailers",
                        "Age",
                        "5")
                .stored()
                .fields();
        assertThat(kept.toString())
                .contains("X-C")
                .doesNotContain("X-A", "X-B", "Keep", "Upgrade", "Proxy", "TE:", "Age:");
    }

    @Test
    void aResponseWithoutDateGetsTheTimeOfReceipt() {
        assertThat(ok("Cache-Control", "max-age=60").stored().fields().first("Date"))
                .isEqualTo(date(0));
    }

    @Test
    void authorizedAnswersAreSharedOnlyByPermission() {
        CacheRequest authorized = get("Authorization", "Bearer x");
        assertThat(ok("Cache-Control", "max-age=60").to(authorized).refused()).isEqualTo(Refusal.AUTHORIZATION);
        assertThat(ok("Expires", date(60)).to(authorized).refused()).isEqualTo(Refusal.AUTHORIZATION);
        assertThat(ok("Cache-Control", "max-age=60, public=1").to(authorized).refused())
                .isEqualTo(Refusal.AUTHORIZATION);
        for (String permission : new String[] {"public", "must-revalidate", "s-maxage=60"}) {
            ok("Cache-Control", "max-age=60, " + permission).to(authorized).stored();
        }
    }

    @Test
    void cookiesAreStoredOnlyWhereTheResponseIsMarkedAsShared() {
        TestingExchange plain = ok("Cache-Control", "max-age=60", "Set-Cookie", "a=b");
        assertThat(plain.refused()).isEqualTo(Refusal.SET_COOKIE);
        assertThat(plain.under(PolicySettings.DEFAULT.with(SetCookie.STORE))
                        .stored()
                        .fields()
                        .first("Set-Cookie"))
                .isEqualTo("a=b");
        TestingExchange shared = ok("Cache-Control", "max-age=60, public", "Set-Cookie", "a=b");
        shared.stored();
        assertThat(shared.under(PolicySettings.DEFAULT.with(SetCookie.REFUSE)).refused())
                .isEqualTo(Refusal.SET_COOKIE);
    }

    @Test
    void varyOnEverythingIsNotStored() {
        assertThat(ok("Cache-Control", "max-age=60", "Vary", "A", "Vary", ", *").refused())
                .isEqualTo(Refusal.VARY);
        assertThat(ok("Cache-Control", "max-age=60", "Vary", "not a token").refused())
                .isEqualTo(Refusal.VARY);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 203, 204, 299, 301, 302, 303, 307, 308, 400, 404, 410, 499, 500, 502, 503, 504, 599})
    void anyFinalStatusMayBeStoredByExplicitFreshness(int status) {
        assertThat(status(status, "Cache-Control", "max-age=60").stored().status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 199, 304, 408, 412, 413, 416, 417, 421, 425, 428, 429, 431, 600, 999, -1})
    void aStatusAboutTheRequestItselfIsNeverStored(int status) {
        assertThat(status(status, "Cache-Control", "max-age=60, public").refused())
                .isEqualTo(Refusal.STATUS);
    }

    @Test
    void mustUnderstandLimitsStoringToKnownStatusesAndLiftsNoStoreForThem() {
        assertThat(status(599, "Cache-Control", "max-age=60, must-understand").refused())
                .isEqualTo(Refusal.STATUS);
        status(200, "Cache-Control", "max-age=60, must-understand, no-store").stored();
        assertThat(status(599, "Cache-Control", "max-age=60, must-understand, no-store")
                        .refused())
                .isEqualTo(Refusal.STATUS);
    }

    @Test
    void onlyGetIsStored() {
        TestingExchange explicit = ok("Cache-Control", "max-age=60", "Content-Location", "/a");
        for (String method : new String[] {"HEAD", "PUT", "DELETE", "OPTIONS", "get", "M-SEARCH", "POST"}) {
            assertThat(explicit.to(request(method)).refused()).isEqualTo(Refusal.METHOD);
        }
    }

    @Test
    void anEagerPolicyStoresAPostAsTheRepresentationOfItsTarget() {
        TestingExchange post = ok("Cache-Control", "max-age=60", "Content-Location", "/a")
                .to(request("POST"))
                .under(PolicySettings.PERMISSIVE);
        assertThat(post.stored().isComplete()).isTrue();
        for (TestingExchange other : new TestingExchange[] {
            ok("Cache-Control", "max-age=60"),
            ok("Cache-Control", "max-age=60", "Content-Location", "/b"),
            ok("Cache-Control", "max-age=60", "Content-Location", "/a", "Content-Location", "/a"),
            ok("Content-Location", "/a", "Last-Modified", date(-9999)),
            ok("Cache-Control", "max-age=60", "Content-Location", "/a", "Set-Cookie", "a=b"),
            status(201, "Cache-Control", "max-age=60", "Content-Location", "/a")
        }) {
            assertThat(other.to(request("POST"))
                            .under(PolicySettings.PERMISSIVE)
                            .refused())
                    .as(other.toString())
                    .isEqualTo(Refusal.METHOD);
        }
    }

    @Test
    void aRequestOnlyTheOriginCanAnswerPassesBy() {
        CachePolicy policy = new CachePolicy(PolicySettings.DEFAULT);
        assertThat(policy.lookup(get(), false)).isNull();
        assertThat(policy.lookup(get(), true)).isEqualTo(ForwardReason.BYPASS);
        assertThat(policy.lookup(request("PATCH"), false)).isEqualTo(ForwardReason.METHOD);
        assertThat(policy.lookup(get("If-Match", "\"a\""), false)).isEqualTo(ForwardReason.BYPASS);
        assertThat(policy.lookup(get("If-Unmodified-Since", date(0)), false)).isEqualTo(ForwardReason.BYPASS);
    }
}

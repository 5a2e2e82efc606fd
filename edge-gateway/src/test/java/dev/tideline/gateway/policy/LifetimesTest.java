package dev.tideline.gateway.policy;

import static dev.tideline.gateway.policy.TestingExchange.NOW;
import static dev.tideline.gateway.policy.TestingExchange.date;
import static dev.tideline.gateway.policy.TestingExchange.get;
import static dev.tideline.gateway.policy.TestingExchange.ok;
import static dev.tideline.gateway.policy.TestingExchange.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.policy.Freshness.Basis;
import dev.tideline.gateway.policy.PolicySettings.Heuristics;
import dev.tideline.gateway.policy.PolicySettings.Overrides;
import dev.tideline.gateway.policy.StoreDecision.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §4.2.1 to §4.2.3. */
class LifetimesTest {

    /** With a validator, so that even a stale response is stored and can be looked at. */
    private static Freshness freshness(String... fields) {
        TestingExchange exchange = ok(fields);
        Fields validated =
                exchange.response().fields().toBuilder().add("ETag", "\"v\"").build();
        return new TestingExchange(get(), new OriginResponse(200, validated, NOW, NOW), PolicySettings.DEFAULT)
                .stored()
                .freshness();
    }

    private static long lifetime(String cacheControl) {
        return freshness("Cache-Control", cacheControl).lifetimeMs() / 1000;
    }

    @Test
    void sharedMaxAgeComesBeforeMaxAgeBeforeExpires() {
        assertThat(freshness("Cache-Control", "max-age=1, s-maxage=3", "Expires", date(9)))
                .extracting(Freshness::lifetimeMs, Freshness::basis)
                .containsExactly(3000L, Basis.S_MAXAGE);
        assertThat(freshness("Cache-Control", "max-age=1", "Expires", date(9)))
                .extracting(Freshness::lifetimeMs, Freshness::basis)
                .containsExactly(1000L, Basis.MAX_AGE);
        assertThat(freshness("Expires", date(9), "Date", date(0)))
                .extracting(Freshness::lifetimeMs, Freshness::basis)
                .containsExactly(9000L, Basis.EXPIRES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    max-age=60                 | 60
                    MaX-aGe=60                 | 60
                    max-age="60"               | 60
                    max-age=0060               | 60
                    foobar, max-age=60         | 60
                    max-age=60, max-age=60     | 60
                    max-age=60, max-age=30     | 0
                    max-age=30, max-age=60     | 0
                    max-age=-60                | 0
                    max-age=60.5               | 0
                    max-age=a60                | 0
                    max-age=60a                | 0
                    max-age =60                | 0
                    max-age= 60                | 0
                    max-age='60'               | 0
                    max-age                    | 0
                    max-age=                   | 0
                    max-age=1, x="max-age=60"  | 1
                    x="max-age=60", max-age=1  | 1
                    max-age=60, s-maxage=x     | 0
                    max-age=2147483648         | 2147483648
                    """)
    void anInvalidOrContradictoryLifetimeIsStale(String cacheControl, long seconds) {
        assertThat(lifetime(cacheControl)).isEqualTo(seconds);
    }

    @Test
    void anOverflowingLifetimeIsVeryLongAndNeverNegative() {
        Freshness freshness = freshness("Cache-Control", "max-age=" + "9".repeat(400));
        assertThat(freshness.isFresh(NOW + Long.MAX_VALUE / 8)).isTrue();
        assertThat(freshness.usableUntilMs()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "never", "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 18 Aug 2050 2:01:18 GMT"})
    void anInvalidExpiresIsInThePast(String expires) {
        assertThat(freshness("Expires", expires).lifetimeMs()).isZero();
    }

    @Test
    void severalDifferentExpiresAreInvalid() {
        assertThat(freshness("Expires", date(60), "Expires", date(61)).lifetimeMs())
                .isZero();
    }

    @Test
    void anUnreadableDateIsReplacedByTheTimeOfReceipt() {
        assertThat(freshness("Expires", date(10), "Date", "foo").lifetimeMs()).isEqualTo(10_000);
    }

    @Test
    void expiresIsMeasuredAgainstTheOriginsOwnDate() {
        assertThat(freshness("Expires", date(300), "Date", date(400)).lifetimeMs())
                .isZero();
        Freshness slow = freshness("Expires", date(10), "Date", date(-10), "Age", "25");
        assertThat(slow.isFresh(NOW)).isFalse();
    }

    @Test
    void aTenthOfTheAgeIsTheHeuristicForSuccesses() {
        assertThat(ok("Last-Modified", date(-1000), "Date", date(0)).stored().freshness())
                .extracting(Freshness::lifetimeMs, Freshness::basis)
                .containsExactly(100_000L, Basis.HEURISTIC);
        assertThat(ok("Last-Modified", date(-1000))
                        .under(PolicySettings.DEFAULT.with(Heuristics.OFF))
                        .stored()
                        .freshness()
                        .lifetimeMs())
                .isZero();
    }

    @Test
    void theHeuristicHasALimitAndNeedsAStatusThatAllowsIt() {
        assertThat(ok("Last-Modified", date(-100_000_000)).stored().freshness().lifetimeMs())
                .isEqualTo(PolicySettings.DEFAULT.heuristicLimitMs());
        assertThat(status(201, "Last-Modified", date(-1000))
                        .stored()
                        .freshness()
                        .basis())
                .isEqualTo(Basis.NONE);
        assertThat(status(404, "Last-Modified", date(-1000))
                        .stored()
                        .freshness()
                        .basis())
                .isEqualTo(Basis.NONE);
        PolicySettings all = PolicySettings.DEFAULT.with(Heuristics.ALL);
        assertThat(status(404, "Last-Modified", date(-1000))
                        .under(all)
                        .stored()
                        .freshness()
                        .basis())
                .isEqualTo(Basis.HEURISTIC);
        assertThat(status(599, "Last-Modified", date(-1000), "Cache-Control", "public")
                        .under(all)
                        .stored()
                        .freshness()
                        .basis())
                .isEqualTo(Basis.HEURISTIC);
        assertThat(status(502, "Last-Modified", date(-1000))
                        .under(all)
                        .stored()
                        .freshness()
                        .basis())
                .isEqualTo(Basis.NONE);
    }

    @Test
    void explicitExpirationRulesOutTheHeuristic() {
        assertThat(freshness("Last-Modified", date(-1000), "Expires", "0").basis())
                .isEqualTo(Basis.EXPIRES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0        | true
                    59       | true
                    60       | false
                    7200     | false
                    0,7200   | true
                    7200,0   | false
                    0, 0     | false
                    abc      | false
                    -7200    | false
                    1.0      | false
                    0;foo=1  | false
                    +1       | false
                    ٣        | false
                    99999999999999999999999999 | false
                    """)
    void aHostileAgeMakesAResponseOldNeverYoung(String age, boolean fresh) {
        assertThat(freshness("Cache-Control", "max-age=60", "Age", age).isFresh(NOW))
                .isEqualTo(fresh);
    }

    @Test
    void severalAgeLinesAreNotTrusted() {
        assertThat(freshness("Cache-Control", "max-age=60", "Age", "0", "Age", "0")
                        .isFresh(NOW))
                .isFalse();
    }

    @Test
    void theAgeIsTheLargerOfApparentAndCorrectedAge() {
        OriginResponse slow = new OriginResponse(
                200, Fields.of("Cache-Control", "max-age=60", "Age", "10", "Date", date(-5)), NOW - 2000, NOW);
        assertThat(Lifetimes.initialAgeMs(slow)).isEqualTo(12_000);
        OriginResponse apparent = new OriginResponse(
                200, Fields.of("Cache-Control", "max-age=60", "Age", "1", "Date", date(-30)), NOW, NOW);
        assertThat(Lifetimes.initialAgeMs(apparent)).isEqualTo(30_000);
    }

    @Test
    void theFractionOfASecondThatDateLacksDoesNotCount() {
        OriginResponse quick = new OriginResponse(200, Fields.of("Date", date(0)), NOW + 990, NOW + 999);
        assertThat(Lifetimes.initialAgeMs(quick)).isEqualTo(9);
    }

    @Test
    void aRouteMaySpeakForASilentOriginOnly() {
        PolicySettings silent = PolicySettings.DEFAULT.with(new Overrides(5000, 1000, 2000, 3000, true));
        assertThat(ok().under(silent).stored().freshness())
                .isEqualTo(new Freshness(NOW, 0, 5000, 2000, 3000, false, false, false, Basis.OVERRIDE));
        assertThat(ok("Cache-Control", "max-age=60, stale-if-error=9")
                        .under(silent)
                        .stored()
                        .freshness())
                .isEqualTo(new Freshness(NOW, 0, 60_000, 2000, 9000, false, false, false, Basis.MAX_AGE));
        assertThat(status(404).under(silent).stored().freshness().lifetimeMs()).isEqualTo(1000);
        assertThat(status(500).under(silent).refused()).isEqualTo(Refusal.NO_FRESHNESS);
        assertThat(ok("Cache-Control", "no-store").under(silent).refused()).isEqualTo(Refusal.NO_STORE);
    }

    @Test
    void aRouteMayOverruleTheOrigin() {
        PolicySettings overruling = PolicySettings.DEFAULT.with(new Overrides(5000, -1, 0, -1, false));
        assertThat(ok("Cache-Control", "max-age=60, stale-while-revalidate=9")
                        .under(overruling)
                        .stored()
                        .freshness())
                .isEqualTo(new Freshness(NOW, 0, 5000, 0, 0, false, false, false, Basis.OVERRIDE));
        assertThat(ok("Cache-Control", "private").under(overruling).refused()).isEqualTo(Refusal.PRIVATE);
    }
}

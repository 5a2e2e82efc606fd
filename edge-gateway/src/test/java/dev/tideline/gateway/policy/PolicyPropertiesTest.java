package dev.tideline.gateway.policy;

import static dev.tideline.gateway.policy.TestingExchange.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.policy.ServeDecision.Fresh;
import dev.tideline.gateway.policy.ServeDecision.StaleServable;
import dev.tideline.gateway.policy.StoreDecision.Store;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** What holds for every number (RFC 9111 §4.2). */
class PolicyPropertiesTest {

    private static final long DAY = 86_400;
    private static final CachePolicy POLICY = new CachePolicy(PolicySettings.DEFAULT);

    private static StoredResponse stored(OriginResponse response) {
        return POLICY.store(TestingExchange.get(), response) instanceof Store(StoredResponse stored)
                ? stored
                : StoredResponse.of(200, Fields.empty(), Freshness.NONE, Vary.NONE, "", null);
    }

    private static OriginResponse response(long maxAge, long age, long date, long delayMs) {
        return new OriginResponse(
                200,
                Fields.of(
                        "Cache-Control",
                        "max-age=" + maxAge + ", stale-while-revalidate=30, stale-if-error=60",
                        "ETag",
                        "\"a\"",
                        "Age",
                        Long.toString(age),
                        "Date",
                        HttpDate.format(NOW + date * 1000)),
                NOW - delayMs,
                NOW);
    }

    @Property
    void theAgeNeverShrinksAndNeverFallsBelowWhatTheOriginSaid(
            @ForAll @LongRange(max = 1000 * DAY) long maxAge,
            @ForAll @LongRange(max = 1000 * DAY) long age,
            @ForAll @LongRange(min = -DAY, max = DAY) long date,
            @ForAll @LongRange(max = 60_000) long delayMs,
            @ForAll @LongRange(max = 10_000 * DAY) long first,
            @ForAll @LongRange(max = 10_000 * DAY) long second) {
        Freshness freshness = stored(response(maxAge, age, date, delayMs)).freshness();
        long early = NOW + Math.min(first, second) * 1000;
        long late = NOW + Math.max(first, second) * 1000;
        assertThat(freshness.ageMs(early)).isBetween(age * 1000 + delayMs, freshness.ageMs(late));
        assertThat(freshness.isFresh(late)).isEqualTo(freshness.ageMs(late) < maxAge * 1000);
        assertThat(freshness.isFresh(late) && !freshness.isFresh(early)).isFalse();
    }

    @Property
    void whatIsServedIsFreshOrWithinAPermission(
            @ForAll @LongRange(max = DAY) long maxAge,
            @ForAll @LongRange(max = DAY) long age,
            @ForAll @LongRange(max = 2 * DAY) long later) {
        StoredResponse stored = stored(response(maxAge, age, 0, 0));
        long now = NOW + later * 1000;
        long over = age + later - maxAge;
        switch (POLICY.serve(TestingExchange.get(), stored, now)) {
            case Fresh(long ageMs, long ttlMs) -> {
                assertThat(over).isNegative();
                assertThat(ageMs + ttlMs).isEqualTo(maxAge * 1000);
            }
            case StaleServable stale -> {
                assertThat(over).isBetween(0L, 29L);
                assertThat(stale.refreshInBackground()).isTrue();
            }
            default -> assertThat(over).isGreaterThanOrEqualTo(30);
        }
        boolean onError = POLICY.serveOnError(TestingExchange.get(), stored, 502, now) instanceof StaleServable;
        assertThat(onError).isEqualTo(over <= 60);
    }

    @Property
    void anyNumbersGiveAnAgeThatIsNotNegative(
            @ForAll long responseTime, @ForAll @LongRange(max = Long.MAX_VALUE) long initial, @ForAll long now) {
        Freshness freshness = new Freshness(
                responseTime, Math.min(initial, Numbers.FOREVER), 0, 0, 0, false, false, false, Freshness.Basis.NONE);
        assertThat(freshness.ageMs(now)).isNotNegative();
    }
}

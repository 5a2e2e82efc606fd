package dev.tideline.gateway.policy;

import static dev.tideline.gateway.policy.TestingExchange.NOW;
import static dev.tideline.gateway.policy.TestingExchange.date;
import static dev.tideline.gateway.policy.TestingExchange.get;
import static dev.tideline.gateway.policy.TestingExchange.ok;
import static dev.tideline.gateway.policy.TestingExchange.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.policy.Freshened.Invalidated;
import dev.tideline.gateway.policy.Freshened.NotSelected;
import dev.tideline.gateway.policy.Freshened.Updated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §3.2, §4.3.4 and §4.3.5. */
class FresheningTest {

    private static final long LATER = NOW + 100_000;

    private static final TestingExchange STORED = ok(
            "Cache-Control",
            "max-age=60",
            "ETag",
            "\"a\"",
            "Last-Modified",
            date(-100),
            "Date",
            date(0),
            "Content-Length",
            "11",
            "Content-Encoding",
            "gzip",
            "Content-Type",
            "text/plain",
            "X",
            "1",
            "Y",
            "1");

    private static OriginResponse response(int status, String... fields) {
        return new OriginResponse(status, Fields.of(fields), LATER, LATER);
    }

    private static Freshened on304(String... fields) {
        return STORED.policy().freshen(get(), STORED.stored(), response(304, fields));
    }

    private static Freshened onHead(int status, String... fields) {
        return STORED.policy().head(request("HEAD"), STORED.stored(), response(status, fields));
    }

    private static StoredResponse updated(Freshened freshened) {
        assertThat(freshened).isInstanceOf(Updated.class);
        return ((Updated) freshened).response();
    }

    @Test
    void a304StartsANewLifeAndUpdatesFields() {
        StoredResponse again =
                updated(on304("ETag", "\"a\"", "Cache-Control", "max-age=90", "X", "2", "X", "3", "Z", "4"));
        assertThat(again.freshness().ttlMs(LATER)).isEqualTo(90_000);
        assertThat(again.fields().all("X")).containsExactly("2", "3");
        assertThat(again.fields().first("Y")).isEqualTo("1");
        assertThat(again.fields().first("Z")).isEqualTo("4");
    }

    @Test
    void whatDescribesTheStoredBytesIsNotUpdated() {
        StoredResponse again = updated(on304(
                "ETag",
                "\"a\"",
                "Content-Length",
                "5",
                "Content-Encoding",
                "br",
                "Content-Range",
                "x",
                "Content-MD5",
                "x",
                "Content-Type",
                "text/html",
                "Connection",
                "Y",
                "Y",
                "9"));
        assertThat(again.fields().first("Content-Length")).isEqualTo("11");
        assertThat(again.fields().first("Content-Encoding")).isEqualTo("gzip");
        assertThat(again.fields().has("Content-Range")).isFalse();
        assertThat(again.fields().has("Content-MD5")).isFalse();
        assertThat(again.fields().first("Content-Type")).isEqualTo("text/html");
        assertThat(again.fields().first("Y")).isEqualTo("1");
    }

    @Test
    void withoutADateOfItsOwnTheNewLifeStillStartsNow() {
        assertThat(updated(on304("ETag", "\"a\"")).freshness().ageMs(LATER)).isZero();
    }

    @Test
    void theAgeOfA304Counts() {
        assertThat(updated(on304("ETag", "\"a\"", "Age", "7")).freshness().ageMs(LATER))
                .isEqualTo(7000);
    }

    @Test
    void aValidatorSelectsAndAnotherOneDoesNot() {
        assertThat(on304("Last-Modified", date(-100))).isInstanceOf(Updated.class);
        assertThat(on304()).isInstanceOf(Updated.class);
        assertThat(on304("ETag", "W/\"a\"")).isInstanceOf(Updated.class);
        assertThat(on304("ETag", "\"b\"")).isEqualTo(new NotSelected());
        assertThat(on304("ETag", "\"b\"", "Last-Modified", date(-100))).isEqualTo(new NotSelected());
        assertThat(on304("Last-Modified", date(-99))).isEqualTo(new NotSelected());
    }

    @Test
    void aRouteMayTrustA304WithAnotherTagButKeepsTheStoredOne() {
        TestingExchange trusting = STORED.under(PolicySettings.PERMISSIVE);
        Freshened freshened = trusting.policy().freshen(get(), trusting.stored(), response(304, "ETag", "\"b\""));
        assertThat(updated(freshened).fields().first("ETag")).isEqualTo("\"a\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "private"})
    void a304ThatForbidsStoringEndsTheStoredResponse(String directive) {
        assertThat(on304("ETag", "\"a\"", "Cache-Control", directive)).isEqualTo(new Invalidated());
    }

    @Test
    void headUpdatesWhatItAgreesWith() {
        assertThat(updated(onHead(200, "ETag", "\"a\"", "Content-Length", "11", "X", "2"))
                        .fields()
                        .first("X"))
                .isEqualTo("2");
        assertThat(onHead(200, "Cache-Control", "max-age=1000")).isInstanceOf(Updated.class);
    }

    @Test
    void headThatDisagreesShowsThatTheStoredResponseIsOld() {
        assertThat(onHead(200, "ETag", "\"b\"")).isEqualTo(new Invalidated());
        assertThat(onHead(200, "Content-Length", "12")).isEqualTo(new Invalidated());
        assertThat(onHead(200, "Last-Modified", date(-1))).isEqualTo(new Invalidated());
        assertThat(onHead(410)).isEqualTo(new Invalidated());
        assertThat(onHead(500)).isEqualTo(new NotSelected());
    }
}

package dev.tideline.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OriginIT {

    private static OriginBed origin;

    @BeforeAll
    static void start() {
        origin = new OriginBed(true);
        origin.put("products", "lamp", 7, "{\"category\": \"lamps\"}");
        origin.put("products", "gone", 3, null);
        origin.put("accounts", "a1", 1, "{}");
        origin.put("notes", "n1", 1, "{}");
        for (int i = 1; i <= 5; i++) {
            origin.put("notes", "page-" + i, i, "{\"n\": " + i + "}");
        }
        origin.sql("insert into tideline.applied_through values (3, 18, 'thelog', now()), (5, 201, 'thelog', now())");
    }

    @AfterAll
    static void stop() {
        origin.close();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void anItemCarriesItsVersionItsTagsAndItsPlacementsLifetimes() {
        HttpResponse<String> lamp = origin.get("/api/products/lamp");

        assertThat(lamp.statusCode()).isEqualTo(200);
        assertThat(lamp.body()).isEqualTo("{\"category\": \"lamps\"}");
        assertThat(header(lamp, "Content-Type")).isEqualTo("application/json");
        assertThat(header(lamp, "ETag")).isEqualTo("\"v7\"");
        assertThat(header(lamp, "Last-Modified")).isEqualTo("Fri, 02 Jan 2026 03:04:05 GMT");
        assertThat(header(lamp, "X-Data-Version")).isEqualTo("7");
        assertThat(header(lamp, "Cache-Control"))
                .isEqualTo("max-age=60, stale-while-revalidate=30, stale-if-error=86400");
        assertThat(header(lamp, "Cache-Tag")).isEqualTo("products, products/lamp, category:lamps");
        assertThat(header(lamp, "X-Tideline-Resource")).isEqualTo("products/lamp");
    }

    @Test
    void aHeadHasTheHeadersOfTheGetAndNoBody() {
        HttpResponse<String> lamp = origin.head("/api/products/lamp");

        assertThat(lamp.statusCode()).isEqualTo(200);
        assertThat(lamp.body()).isEmpty();
        assertThat(header(lamp, "ETag")).isEqualTo("\"v7\"");
        assertThat(header(lamp, "Cache-Tag")).contains("category:lamps");
    }

    @Test
    void aValidatorThatStillHoldsIsAnswered304WithTheHeadersThatRefreshACopy() {
        HttpResponse<String> byTag = origin.get("/api/products/lamp", "If-None-Match", "\"v6\", \"v7\"");
        assertThat(byTag.statusCode()).isEqualTo(304);
        assertThat(header(byTag, "ETag")).isEqualTo("\"v7\"");
        assertThat(header(byTag, "Cache-Control")).startsWith("max-age=60");
        assertThat(header(byTag, "X-Data-Version")).isEqualTo("7");

        assertThat(origin.get("/api/products/lamp", "If-None-Match", "\"v6\"").statusCode())
                .isEqualTo(200);
        assertThat(origin.get("/api/products/lamp", "If-Modified-Since", "Fri, 02 Jan 2026 03:04:05 GMT")
                        .statusCode())
                .isEqualTo(304);
        // The entity tag is the better witness where both are given (RFC 9110 section 13.2.2).
        assertThat(origin.get(
                                "/api/products/lamp",
                                "If-None-Match",
                                "\"v6\"",
                                "If-Modified-Since",
                                "Fri, 02 Jan 2026 03:04:05 GMT")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsNotThereCarriesTheTagsThatItsCreationPurges() {
        HttpResponse<String> missing = origin.get("/api/products/none");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(header(missing, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(missing, "Cache-Tag")).isEqualTo("products, products/none");
        assertThat(header(missing, "X-Tideline-Resource")).isEqualTo("products/none");
        assertThat(header(missing, "Cache-Control")).isEqualTo("max-age=5");

        HttpResponse<String> gone = origin.get("/api/products/gone");
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(header(gone, "X-Data-Version")).isEqualTo("3");
        assertThat(header(gone, "Cache-Tag")).isEqualTo("products, products/gone");

        assertThat(header(origin.get("/api/notes/none"), "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void aStrongCollectionIsNeverStored() {
        assertThat(header(origin.get("/api/accounts/a1"), "Cache-Control")).isEqualTo("no-store");
        assertThat(header(origin.get("/api/accounts"), "Cache-Control")).isEqualTo("no-store");
        assertThat(header(origin.get("/api/accounts/none"), "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void anUnknownCollectionIsAProblem() {
        HttpResponse<String> unknown = origin.get("/api/nothing/x");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("urn:tideline:problem:unknown-collection");
        assertThat(origin.get("/api/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void aListIsCutIntoPagesThatLinkToTheNext() {
        HttpResponse<String> first = origin.get("/api/notes?limit=4");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body())
                .contains("\"id\":\"n1\"", "\"page-3\",\"version\":3")
                .doesNotContain("page-4");
        assertThat(header(first, "Cache-Tag")).isEqualTo("notes, notes:list");
        assertThat(header(first, "X-Tideline-Resource")).isEmpty();
        String link = header(first, "Link");
        assertThat(link).endsWith(">; rel=\"next\"");

        HttpResponse<String> second = origin.get(link.substring(1, link.indexOf('>')));
        assertThat(second.body()).contains("page-4", "page-5", "\"next\":null").doesNotContain("page-3");
        assertThat(header(second, "Link")).isEmpty();
        assertThat(origin.get("/api/notes?limit=4", "If-None-Match", header(first, "ETag"))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void aListHasNoTombstones() {
        assertThat(origin.get("/api/products").body()).contains("lamp").doesNotContain("gone");
    }

    @Test
    void aMalformedPageIsRefused() {
        assertThat(origin.get("/api/notes?limit=0").statusCode()).isEqualTo(400);
        assertThat(origin.get("/api/notes?limit=9999").statusCode()).isEqualTo(400);
        assertThat(origin.get("/api/notes?after=xyz").statusCode()).isEqualTo(400);
    }

    @Test
    void aReaderWithATicketIsAnsweredOnlyWhenItsWritesAreIn() {
        assertThat(session("3:17,5:200").statusCode()).isEqualTo(200);
        assertThat(session("1.thelog.3:17").statusCode()).isEqualTo(200);

        HttpResponse<String> early = session("3:18");
        assertThat(early.statusCode()).isEqualTo(503);
        assertThat(header(early, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(early, "Retry-After")).isEqualTo("1");
        assertThat(session("3:17,4:0").statusCode()).isEqualTo(503);
        assertThat(session("1.anotherlog.3:17").statusCode()).isEqualTo(503);
        assertThat(session("three").statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> session(String value) {
        return origin.get("/api/products/lamp", "X-Tideline-Session", value);
    }

    @Test
    void anItemNamesTheWriteThatMadeItsVersion() {
        origin.put("products", "traced", 2, "{}");
        origin.sql("update tideline.resources set part = 3, off = 12 where id = 'traced'");

        HttpResponse<String> traced = origin.get("/api/products/traced");
        assertThat(header(traced, "X-Tideline-Session")).isEqualTo("1.thelog.3:12");
        assertThat(header(
                        origin.get("/api/products/traced", "If-None-Match", header(traced, "ETag")),
                        "X-Tideline-Session"))
                .isEqualTo("1.thelog.3:12");
        assertThat(header(origin.get("/api/products/lamp"), "X-Tideline-Session"))
                .isEmpty();
    }

    @Test
    void aTombstoneNamesTheWriteThatDeleted() {
        origin.put("products", "buried", 2, null);
        origin.sql("update tideline.resources set part = 3, off = 13 where id = 'buried'");

        assertThat(header(origin.get("/api/products/buried"), "X-Tideline-Session"))
                .isEqualTo("1.thelog.3:13");
    }

    @Test
    void aPositionOfAnEarlierLogIsNotNamed() {
        origin.put("products", "ancient", 2, "{}");
        origin.sql("update tideline.resources set part = 3, off = 999 where id = 'ancient'");

        assertThat(header(origin.get("/api/products/ancient"), "X-Tideline-Session"))
                .isEmpty();
    }

    /** A write that is put aside (partition 8, offset 4) holds back what is settled, not what is shown. */
    @Test
    void aListNamesWhatIsSettledAndWhatItShows() {
        origin.sql("insert into tideline.applied_through values (8, 10, 'thelog', now())");
        origin.sql("""
                insert into tideline.parked_writes (part, off, collection, id, write_id, record, tries, next_try_at)
                values (8, 4, 'products', 'q', gen_random_uuid(), '{}', 1, now())""");
        String accounts = header(origin.get("/api/accounts"), "X-Tideline-Session");
        assertThat(accounts).startsWith("1.thelog.").contains("3:17", "5:200", "8:3");

        origin.put("accounts", "z1", 1, "{}");
        origin.sql("update tideline.resources set part = 8, off = 9 where id = 'z1'");
        assertThat(header(origin.get("/api/accounts"), "X-Tideline-Session")).contains("8:9");
    }

    @Test
    void aWaitingWriteHoldsItsReadersBack() {
        origin.sql("insert into tideline.applied_through values (7, 10, 'thelog', now())");
        origin.sql("""
                insert into tideline.parked_writes (part, off, collection, id, write_id, record, tries, next_try_at)
                values (7, 4, 'products', 'p', gen_random_uuid(), '{}', 1, now())""");

        assertThat(session("7:3").statusCode()).isEqualTo(200);
        assertThat(session("7:4").statusCode()).isEqualTo(503);
        assertThat(session("7:9").statusCode()).isEqualTo(503);
    }

    @Test
    void anOutcomeIsToldAsOneDocument() {
        UUID applied = UUID.randomUUID();
        UUID rejected = UUID.randomUUID();
        UUID parked = UUID.randomUUID();
        origin.sql(
                "insert into tideline.writes values ('" + applied
                        + "', 'products', 'lamp', 'abc', 'applied', 7, true, false, '{}', null, 3, 12, '2026-01-02 03:04:05+00')");
        origin.sql(
                "insert into tideline.writes values ('" + rejected
                        + "', 'products', 'lamp', 'abc', 'rejected', null, false, false, '{}', '{\"status\": 422}', 3, 13, now())");
        origin.sql("insert into tideline.writes values ('" + parked
                + "', 'products', 'lamp', 'abc', 'parked', null, false, false, '{}', null, 3, 14, now())");

        HttpResponse<String> answer = origin.get("/writes/" + applied);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body())
                .isEqualTo("{\"id\":\"" + applied
                        + "\",\"status\":\"applied\",\"resource\":\"products/lamp\",\"version\":7,\"created\":true,\"deleted\":false,"
                        + "\"fingerprint\":\"abc\",\"position\":\"3:12\",\"appliedAt\":\"2026-01-02T03:04:05Z\"}");
        assertThat(origin.get("/writes/" + rejected).body())
                .contains("\"status\":\"rejected\"", "\"problem\":{\"status\":422}");
        assertThat(origin.get("/writes/" + parked).body()).contains("\"status\":\"pending\"");
    }

    @Test
    void aWriteThatIsStillToComeIsPendingAndOneThatNeverWasIsUnknown() {
        UUID id = UUID.randomUUID();
        assertThat(origin.get("/writes/" + id + "?at=3:18").body()).contains("\"status\":\"pending\"");
        assertThat(origin.get("/writes/" + id + "?at=3:17").statusCode()).isEqualTo(404);
        assertThat(origin.get("/writes/" + id + "?at=3:17,3:18").body()).contains("\"status\":\"pending\"");
        assertThat(origin.get("/writes/" + id + "?at=3:17,4:0").body()).contains("\"status\":\"pending\"");
        assertThat(origin.get("/writes/" + id + "?at=3:17,3:16").statusCode()).isEqualTo(404);
        assertThat(origin.get("/writes/" + id + "?at=3:17,").statusCode()).isEqualTo(400);
        assertThat(origin.get("/writes/" + id).statusCode()).isEqualTo(404);
        assertThat(origin.get("/writes/not-an-id").statusCode()).isEqualTo(404);
        assertThat(origin.get("/writes/" + id + "?at=x").statusCode()).isEqualTo(400);
    }

    @Test
    void itsRoleCannotWrite() {
        origin.sqlAsReader("select from tideline.resources");
        assertThatThrownBy(() -> origin.sqlAsReader("delete from tideline.resources"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void itIsReadyWhenItCanRead() {
        assertThat(origin.health("/actuator/health/readiness").statusCode()).isEqualTo(200);
    }
}

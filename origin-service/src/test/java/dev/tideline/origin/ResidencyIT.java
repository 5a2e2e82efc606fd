package dev.tideline.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.placement.PlacementFile;
import dev.tideline.placement.View;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Data that is bound to regions is answered for a named region only, and in the form that region may have. */
class ResidencyIT {

    private static final String DOCUMENT =
            "{\"name\": \"Ada\", \"email\": \"ada@home.example\", \"phone\": \"+49 1\", \"spent\": 29.90}";

    private static OriginBed origin;

    @BeforeAll
    static void start() {
        origin = new OriginBed(true);
        origin.put("customers", "c1", 7, DOCUMENT);
        origin.put("customers", "gone", 3, null);
        origin.put("products", "lamp", 1, "{}");
    }

    @AfterAll
    static void stop() {
        origin.close();
    }

    private static String view(String region) {
        return View.of(
                        PlacementFile.read(OriginBed.placement())
                                .collection("customers")
                                .orElseThrow(),
                        region)
                .toString();
    }

    private static HttpResponse<String> read(String path, String region) {
        return origin.get(path, View.HEADER, view(region));
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void theHomeGetsTheWholeDocumentAndMayKeepIt() {
        HttpResponse<String> customer = read("/api/customers/c1", "eu");

        assertThat(customer.body()).isEqualTo(DOCUMENT);
        assertThat(header(customer, "ETag")).isEqualTo("\"v7\"");
        assertThat(header(customer, "Cache-Control")).startsWith("max-age=60");
        assertThat(header(customer, "Vary")).isEqualTo(View.HEADER);
        assertThat(header(customer, View.HEADER)).isEqualTo(view("eu"));
    }

    @Test
    void anyOtherRegionGetsItRedactedUnderATagOfItsOwn() {
        HttpResponse<String> kept = read("/api/customers/c1", "ch");
        HttpResponse<String> passed = read("/api/customers/c1", "us");

        assertThat(kept.body()).isEqualTo("{\"name\":\"Ada\",\"spent\":29.90}");
        assertThat(passed.body()).isEqualTo(kept.body());
        assertThat(header(kept, "ETag")).startsWith("\"v7.");
        assertThat(header(kept, "X-Data-Version")).isEqualTo("7");
        assertThat(header(kept, "Cache-Control")).startsWith("max-age=60");
    }

    @Test
    void aRegionThatMayNotKeepItIsToldSo() {
        assertThat(header(read("/api/customers/c1", "us"), "Cache-Control")).isEqualTo("no-store");
        assertThat(header(read("/api/customers?limit=1", "us"), "Cache-Control"))
                .isEqualTo("no-store");
        assertThat(header(read("/api/customers/none", "us"), "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void listsAreRedactedItemByItem() {
        assertThat(read("/api/customers", "eu").body()).contains("ada@home.example");
        HttpResponse<String> list = read("/api/customers", "us");
        assertThat(list.body()).contains("\"name\":\"Ada\"").doesNotContain("ada@home.example", "+49 1");
        assertThat(header(list, "ETag")).isNotEqualTo(header(read("/api/customers", "eu"), "ETag"));
        assertThat(header(list, View.HEADER)).isEqualTo(view("us"));
    }

    @Test
    void aConditionalReadOfOneFormDoesNotMatchTheOther() {
        String whole = header(read("/api/customers/c1", "eu"), "ETag");
        String redacted = header(read("/api/customers/c1", "us"), "ETag");

        assertThat(origin.get("/api/customers/c1", View.HEADER, view("us"), "If-None-Match", whole)
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> unchanged =
                origin.get("/api/customers/c1", View.HEADER, view("us"), "If-None-Match", redacted);
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(header(unchanged, View.HEADER)).isEqualTo(view("us"));
    }

    @Test
    void whoNamesNoRegionGetsNothing() {
        for (String path : new String[] {"/api/customers/c1", "/api/customers", "/api/customers/gone"}) {
            assertThat(origin.get(path).statusCode()).as(path).isEqualTo(403);
            assertThat(origin.get(path, View.HEADER, "eu").statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(origin.get("/api/products/lamp").statusCode()).isEqualTo(200);
    }

    @Test
    void aRegionWhereItIsNotServedGets451() {
        HttpResponse<String> refused = read("/api/customers/c1", "ap");
        assertThat(refused.statusCode()).isEqualTo(451);
        assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void whoReadAnotherPlacementFileGetsNothingUntilTheyAgree() {
        HttpResponse<String> refused = origin.get("/api/customers/c1", View.HEADER, "eu.0123456789abcdef");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("placement-differs");
    }

    @Test
    void absenceIsToldOnTheSameTerms() {
        HttpResponse<String> gone = read("/api/customers/gone", "ch");
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(header(gone, "Cache-Control")).startsWith("max-age=");
        assertThat(header(gone, "Vary")).isEqualTo(View.HEADER);
    }
}

package dev.tideline.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.placement.PlacementFile;
import dev.tideline.placement.View;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

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
        origin.put("members", "eu~a", 1, "{\"country\": \"eu\", \"email\": \"a@eu.example\"}");
        origin.put("members", "eu~b", 1, "{\"country\": \"eu\"}");
        origin.put("members", "eu~c", 1, "{\"country\": \"eu\"}");
        origin.put("members", "us~a", 1, "{\"country\": \"us\", \"email\": \"a@us.example\"}");
    }

    @AfterAll
    static void stop() {
        origin.close();
    }

    private static String view(String region) {
        return view("customers", "eu", region);
    }

    private static String view(String collection, String home, String region) {
        return View.of(
                        PlacementFile.read(OriginBed.placement())
                                .collection(collection)
                                .orElseThrow(),
                        home,
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

    @Test
    void whereEachRecordHasAHomeItsIdSaysByWhichRules() {
        HttpResponse<String> ofEu = origin.get("/api/members/eu~a", View.HEADER, view("members", "eu", "us"));
        assertThat(ofEu.body()).contains("country").doesNotContain("a@eu.example");
        assertThat(header(ofEu, "Cache-Control")).isEqualTo("no-store");
        HttpResponse<String> ofUs = origin.get("/api/members/us~a", View.HEADER, view("members", "us", "us"));
        assertThat(ofUs.body()).contains("a@us.example");
        assertThat(header(ofUs, "Cache-Control")).startsWith("max-age=60");
        assertThat(header(ofUs, View.HEADER)).isEqualTo(view("members", "us", "us"));
    }

    /** So a gateway that took one home for another is found out before anything is answered. */
    @Test
    void whoAsksByTheRulesOfAnotherHomeGetsNothing() {
        String ofUs = view("members", "us", "us");
        assertThat(origin.get("/api/members/eu~a", View.HEADER, ofUs).statusCode())
                .isEqualTo(503);
        assertThat(origin.get("/api/members?home=eu", View.HEADER, ofUs).statusCode())
                .isEqualTo(503);
        assertThat(origin.get("/api/members/us~a", View.HEADER, view("members", "us", "eu"))
                        .statusCode())
                .isEqualTo(451);
    }

    @Test
    void whatNamesNoHomeIsNotThere() {
        String view = view("members", "eu", "eu");
        for (String id : List.of("a", "ap~a", "eu~", "~a")) {
            assertThat(origin.get("/api/members/" + id, View.HEADER, view).statusCode())
                    .as(id)
                    .isEqualTo(404);
        }
        for (String home : List.of("ap", "", "eu&home=eu")) {
            assertThat(origin.get("/api/members?home=" + home, View.HEADER, view)
                            .statusCode())
                    .as(home)
                    .isEqualTo(400);
        }
    }

    @Test
    void aListIsOfOneHome() {
        String view = view("members", "eu", "eu");
        HttpResponse<String> first = origin.get("/api/members?home=eu&limit=2", View.HEADER, view);
        assertThat(ids(first)).containsExactly("eu~a", "eu~b");
        String next = header(first, "Link").replaceAll("<(.*)>.*", "$1");
        assertThat(next).contains("home=eu");
        assertThat(ids(origin.get(next, View.HEADER, view))).containsExactly("eu~c");

        assertThat(ids(origin.get("/api/members", View.HEADER, view))).containsExactly("eu~a", "eu~b", "eu~c");
        assertThat(ids(origin.get("/api/members", View.HEADER, view("members", "us", "us"))))
                .containsExactly("us~a");
    }

    private static List<String> ids(HttpResponse<String> list) {
        List<String> ids = new ArrayList<>();
        JsonMapper.shared()
                .readTree(list.body())
                .path("items")
                .forEach(item -> ids.add(item.path("id").asString()));
        return ids;
    }
}

package dev.tideline.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/customers",
                "/api/customers/c1",
                "/api/%63ustomers/c1",
                "//api///customers/c1",
                "/api;v=1/customers;x=y/c1",
                "/api/./customers/c1",
                "/api/products/../customers/c1",
                "/x/%2e%2e/api/customers",
                "/api%2Fcustomers/c1",
                "/api\\customers",
            })
    void noSpellingHidesACollection(String path) {
        assertThat(ApiPath.collection(path)).contains("customers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/api", "/api/", "/apis/customers", "/writes/1", "/api/Customers", "/api/%zz"})
    void otherPathsLeadToNone(String path) {
        assertThat(ApiPath.collection(path)).isEmpty();
    }

    @Property(tries = 500)
    void anyTextIsRead(@ForAll String path) {
        assertThatCode(() -> ApiPath.collection(path)).doesNotThrowAnyException();
    }

    @Property(tries = 1000)
    void whatIsPlainLeadsWhereItsEncodedSpellingLeads(@ForAll("paths") String path) {
        assertThat(ApiPath.collection(path)).isEqualTo(ApiPath.collection(path.replace("a", "%61")));
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> segment = Arbitraries.of("api", "bananas", "a", "A", "a.b", ".", "..", "", "-a", "a_1");
        return segment.list().ofMaxSize(5).map(segments -> "/" + String.join("/", segments));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "/api/customers            | -",
                "/api/customers/           | -",
                "/api/customers/eu~1       | eu~1",
                "/api/customers/eu~1/      | eu~1",
                "/api/customers/eu~1/us~2  | eu~1",
                "/api/customers/eu%7E1     | eu~1",
                "/api/customers//eu~1      | eu~1",
                "/api/customers/us~2/../eu~1 | eu~1",
                "/api/customers/eu~1;us~2  | eu~1",
                "/api/customers/a b        | a b",
            })
    void whichRecordAPathNamesIsReadInTheSameWay(String path, String id) {
        ApiPath.Target target = ApiPath.target(path).orElseThrow();
        assertThat(target.collection()).isEqualTo("customers");
        assertThat(target.id()).isEqualTo(id);
    }
}

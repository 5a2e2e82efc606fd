package dev.tideline.gateway.policy;

import static dev.tideline.gateway.policy.TestingExchange.date;
import static dev.tideline.gateway.policy.TestingExchange.get;
import static dev.tideline.gateway.policy.TestingExchange.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111 §4.1. */
class VaryTest {

    private static StoredResponse varying(String vary, String... requestFields) {
        return ok("Cache-Control", "max-age=60", "Vary", vary)
                .to(get(requestFields))
                .stored();
    }

    @Test
    void allSelectingFieldsHaveToMatch() {
        StoredResponse stored = varying("Foo, bar", "foo", "1", "Bar", "2", "Other", "3");
        assertThat(stored.isSelectedBy(get("BAR", "2", "Foo", "1"))).isTrue();
        assertThat(stored.isSelectedBy(get("Foo", "1"))).isFalse();
        assertThat(stored.isSelectedBy(get("Foo", "1", "Bar", "3"))).isFalse();
    }

    @Test
    void absentMatchesAbsentAndNotEmpty() {
        StoredResponse stored = varying("Foo");
        assertThat(stored.isSelectedBy(get())).isTrue();
        assertThat(stored.isSelectedBy(get("Foo", ""))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Foo             | 1, 2           | 1,2            | true
                    Foo             | 1, 2           | 2, 1           | false
                    Foo             | "a, b"         | "a,b"          | false
                    Foo             | a              | A              | false
                    Accept-Language | en, de         | de ,EN         | true
                    Accept-Language | en;q=0.5, de   | de;q=1.0,en;q=0.500 | true
                    Accept-Language | en;q=0.5, de   | en, de         | false
                    Accept-Language | en;x           | en;x           | true
                    Accept-Encoding | gzip, br       | br, gzip       | true
                    """)
    void fieldsAreComparedInOneSpelling(String name, String stored, String presented, boolean match) {
        assertThat(varying(name, name, stored).isSelectedBy(get(name, presented)))
                .isEqualTo(match);
    }

    @Test
    void severalLinesAreOneList() {
        assertThat(varying("Foo", "Foo", "1, 2").isSelectedBy(get("Foo", "1", "Foo", "2")))
                .isTrue();
    }

    @Test
    void noTwoSetsOfFieldsShareAVariant() {
        Vary vary = new Vary(List.of("a", "b"), false);
        assertThat(vary.variant(Fields.of("a", "1b=1:2"))).isNotEqualTo(vary.variant(Fields.of("a", "1", "b", "2")));
    }

    @Test
    void theMostRecentMatchIsSelected() {
        TestingExchange older = ok("Cache-Control", "max-age=60", "Date", date(-20));
        TestingExchange newer = ok("Cache-Control", "max-age=60", "Date", date(-10));
        assertThat(older.policy().select(get(), List.of(older.stored(), newer.stored(), older.stored())))
                .isEqualTo(newer.stored());
        assertThat(older.policy().select(get(), List.of())).isNull();
    }

    @Test
    void theFavouriteLanguageMayBeServedFromWhatIsStored() {
        TestingExchange german = ok("Cache-Control", "max-age=60", "Vary", "Accept-Language", "Content-Language", "de")
                .to(get("Accept-Language", "en, de"))
                .under(PolicySettings.PERMISSIVE);
        CacheRequest wantsGerman = get("Accept-Language", "fr;q=0.5, DE;q=1.0");
        List<StoredResponse> variants = List.of(german.stored());
        assertThat(german.policy().select(wantsGerman, variants)).isEqualTo(german.stored());
        assertThat(german.policy().select(get("Accept-Language", "fr, de;q=0.9"), variants))
                .isNull();
        assertThat(german.policy().select(get("Accept-Language", "fr, de"), variants))
                .isNull();
        assertThat(new CachePolicy(PolicySettings.DEFAULT).select(wantsGerman, variants))
                .isNull();
    }
}

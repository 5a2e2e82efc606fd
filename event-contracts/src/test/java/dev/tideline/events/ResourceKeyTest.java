package dev.tideline.events;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceKeyTest {

    @Property(tries = 2000)
    void collectionsAreWhatTheRuleSays(@ForAll("texts") String text) {
        assertThat(ResourceKey.isCollection(text)).isEqualTo(text.matches("[a-z][a-z0-9-]{0,62}"));
    }

    @Property(tries = 2000)
    void idsAreWhatTheRuleSays(@ForAll("texts") String text) {
        assertThat(ResourceKey.isId(text))
                .isEqualTo(text.matches("[A-Za-z0-9._~-]{1,256}") && !text.matches("[.]{1,2}"));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> likely =
                Arbitraries.strings().withChars("az09AZ-._~/\n\u00e9 ").ofMaxLength(6);
        Arbitrary<String> long63 = Arbitraries.integers().between(60, 66).map("a"::repeat);
        Arbitrary<String> long256 = Arbitraries.integers().between(254, 258).map("a"::repeat);
        return Arbitraries.oneOf(likely, long63, long256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a", "a/", "/b", "a/b/c", "A/b", "a/."})
    void whatIsNotOfTheFormIsNoKey(String text) {
        assertThat(ResourceKey.parse(text)).isEmpty();
    }
}

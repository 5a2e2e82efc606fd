package dev.tideline.gateway.purge;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlFormTest {

    @ParameterizedTest
    @CsvSource({
        "/a/b?x=1, /a/b?x=1",
        "HTTP://Example.COM:80/A, http://example.com/A",
        "https://example.com:443/a, https://example.com/a",
        "https://example.com:8443/a, https://example.com:8443/a",
        "https://example.com, https://example.com/",
        "https://example.com?x, https://example.com/?x",
        "/%7euser/%3a, /~user/%3A",
        "/a/./b/../c, /a/c",
        "/a/.., /",
        "/a/%2e%2e/b, /b",
        "/../../a, /a",
        "/a?q=%7e#top, /a?q=~",
        "/a?u=http://x/y, /a?u=http://x/y",
        "/a%2, /a%2",
        "/a%zz, /a%zz",
    })
    void eachSpellingHasOneForm(String url, String form) {
        assertThat(UrlForm.normal(url)).isEqualTo(form);
    }

    @Property(tries = 2000)
    void theFormOfAFormIsItself(@ForAll String text) {
        String form = UrlForm.normal("/" + text.replace("%", ""));

        assertThat(UrlForm.normal(form)).isEqualTo(form);
    }
}

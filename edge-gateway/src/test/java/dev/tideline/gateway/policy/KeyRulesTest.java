package dev.tideline.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.policy.Keying.Bypass;
import dev.tideline.gateway.policy.Keying.Keyed;
import dev.tideline.gateway.policy.Keying.Refused;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §2, RFC 3986 §6.2.2, RFC 9110 §4.2.3. */
class KeyRulesTest {

    private static final KeyRules PLAIN = KeyRules.of("r");

    private static Keyed keyed(KeyRules rules, String scheme, String authority, String target) {
        Keying keying = rules.key(scheme, authority, target);
        assertThat(keying).isInstanceOf(Keyed.class);
        return (Keyed) keying;
    }

    private static CacheKey key(String target) {
        return keyed(PLAIN, "http", "h", target).key();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    HTTP  | Example.COM:80   | /a/%7Eb/./c/../d | http://example.com/a/~b/d
                    https | example.com:443  | /%2f%3a          | https://example.com/%2F%3A
                    http  | example.com:8080 | /?A=%41%26       | http://example.com:8080/?A=A%26
                    http  | [::1]:80         | /..//x/%2e       | http://[::1]//x/
                    http  | h:               | /?               | http://h/?
                    http  | h:00080          | /%252e%252e/     | http://h/%252e%252e/
                    """)
    void equivalentTargetsHaveOneSpelling(String scheme, String authority, String target, String url) {
        Keyed keyed = keyed(PLAIN, scheme, authority, target);
        assertThat(keyed.url()).isEqualTo(url);
        assertThat(keyed(PLAIN, scheme, authority, keyed.target()).key()).isEqualTo(keyed.key());
    }

    @Test
    void whatDiffersForAServerDiffersInTheKey() {
        assertThat(key("/a%2Fb")).isNotEqualTo(key("/a/b"));
        assertThat(key("/a?")).isNotEqualTo(key("/a"));
        assertThat(key("/a%3Fb")).isNotEqualTo(key("/a?b"));
        assertThat(key("/a;b")).isNotEqualTo(key("/a%3Bb"));
        assertThat(key("/A")).isNotEqualTo(key("/a"));
        assertThat(key("/?a=1&b=2")).isNotEqualTo(key("/?b=2&a=1"));
        assertThat(keyed(PLAIN, "https", "h", "/").key()).isNotEqualTo(key("/"));
        assertThat(keyed(KeyRules.of("s"), "http", "h", "/").key()).isNotEqualTo(key("/"));
    }

    @Test
    void noPartCanRunIntoTheNext() {
        assertThat(keyed(KeyRules.of("r 4:http 1:h"), "http", "h", "/").key())
                .isNotEqualTo(keyed(KeyRules.of("r"), "http", "h", "/").key());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%00",
                "/a%0a",
                "/a%0D?x",
                "/a%7f",
                "/%",
                "/%4",
                "/%zz",
                "/?a=%00",
                "/..;/a",
                "/a/..;x=1/b",
                "/%2e%2e;/a",
                "/a\\b"
            })
    void aTargetThatServersReadDifferentlyIsNotCached(String target) {
        assertThat(PLAIN.key("http", "h", target)).isInstanceOf(Bypass.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "*", "/a b", "/a#b", "/a\u0000", "/a\n", "/\u00e4", "http://h/"})
    void whatIsNoTargetIsRefused(String target) {
        assertThat(PLAIN.key("http", "h", target)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a@b", "a b", "a/b", "a:99999", "a:x", "a:1:2", "[zz]", "ä", "a,b"})
    void whatIsNoAuthorityIsRefused(String authority) {
        assertThat(PLAIN.key("http", authority, "/")).isInstanceOf(Refused.class);
    }

    @Test
    void aVeryLongTargetIsNotCached() {
        assertThat(PLAIN.key("http", "h", "/" + "a".repeat(9000))).isInstanceOf(Bypass.class);
    }

    @Test
    void queryRulesShapeTheKeyAndNotTheRequest() {
        KeyRules rules = new KeyRules("r", true, Set.of(), Set.of("utm"), 100);
        Keyed keyed = keyed(rules, "http", "h", "/?b=2&utm=x&a=1&b=1&ut%6D=y");
        assertThat(keyed.key())
                .isEqualTo(keyed(rules, "http", "h", "/?a=1&b=2&b=1").key());
        assertThat(keyed.key())
                .isNotEqualTo(keyed(rules, "http", "h", "/?a=1&b=1&b=2").key());
        assertThat(keyed.target()).isEqualTo("/?b=2&utm=x&a=1&b=1&utm=y");
        KeyRules allowing = new KeyRules("r", false, Set.of("a"), Set.of(), 100);
        assertThat(keyed(allowing, "http", "h", "/?x=1&a=1").key())
                .isEqualTo(keyed(allowing, "http", "h", "/?a=1&y=2").key());
    }

    @Test
    void aParameterHiddenBehindASemicolonIsInTheKey() {
        KeyRules rules = new KeyRules("r", false, Set.of(), Set.of("utm"), 100);
        assertThat(keyed(rules, "http", "h", "/?utm=1;callback=evil").key())
                .isNotEqualTo(keyed(rules, "http", "h", "/?utm=1").key());
    }
}

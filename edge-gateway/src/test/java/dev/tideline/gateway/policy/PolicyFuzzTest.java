package dev.tideline.gateway.policy;

import static dev.tideline.gateway.policy.TestingExchange.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.policy.ServeDecision.Forward;
import dev.tideline.gateway.policy.ServeDecision.Fresh;
import dev.tideline.gateway.policy.ServeDecision.StaleServable;
import dev.tideline.gateway.policy.StoreDecision.Store;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever arrives, the policy decides; it never throws. */
class PolicyFuzzTest {

    private static final List<String> NAMES = List.of(
            "Cache-Control",
            "CDN-Cache-Control",
            "Surrogate-Control",
            "Age",
            "Date",
            "Expires",
            "ETag",
            "Vary",
            "Last-Modified",
            "Content-Range",
            "Content-Length",
            "Connection",
            "Location",
            "Content-Location",
            "Cache-Groups",
            "Cache-Group-Invalidation",
            "Cache-Tag",
            "No-Vary-Search",
            "If-None-Match",
            "If-Modified-Since",
            "If-Range",
            "Range",
            "Pragma",
            "Accept-Language",
            "Authorization",
            "Set-Cookie");

    private static final List<String> SEEDS = List.of(
            "max-age=60",
            "no-store",
            "private=\"a, b\"",
            "no-cache",
            "s-maxage=1",
            "stale-if-error=9",
            "public",
            "\"",
            ",",
            "=",
            ";",
            "(",
            ")",
            "\\",
            "?1",
            ":YQ==:",
            "@1",
            "%\"a\"",
            "bytes=",
            "bytes ",
            "0-1",
            "-",
            "/",
            "*",
            "5",
            "99999999999",
            "W/",
            "\"a\"",
            "en;q=0.5",
            "q=1.0000",
            "GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "\u0000",
            "\u00fc",
            "..",
            "%",
            "#",
            "http://",
            "key-order",
            "params",
            "except",
            " ",
            "\t");

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> pieces =
                Arbitraries.oneOf(Arbitraries.of(SEEDS), Arbitraries.strings().ofMaxLength(6));
        return pieces.list().ofMaxSize(8).map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<Fields> fields() {
        return Combinators.combine(Arbitraries.of(NAMES), values())
                .as((name, value) -> new String[] {name, value})
                .list()
                .ofMaxSize(10)
                .map(lines -> {
                    Fields.Builder builder = Fields.builder();
                    lines.forEach(line -> builder.add(line[0], line[1]));
                    return builder.build();
                });
    }

    @Property(tries = 3000)
    void everyExchangeHasADecision(
            @ForAll("fields") Fields asked, @ForAll("fields") Fields answered, @ForAll("fields") Fields asksNext) {
        for (PolicySettings settings : List.of(PolicySettings.DEFAULT, PolicySettings.PERMISSIVE)) {
            CachePolicy policy = new CachePolicy(settings);
            CacheRequest request = CacheRequest.of("GET", TestingExchange.URL, asked);
            CacheRequest next = CacheRequest.of("GET", TestingExchange.URL, asksNext);
            for (int status : new int[] {200, 206, 404}) {
                OriginResponse response = new OriginResponse(status, answered, NOW, NOW);
                policy.invalidate(CacheRequest.of("POST", TestingExchange.URL, asked), response);
                if (policy.store(request, response) instanceof Store(StoredResponse stored)) {
                    use(policy, request, stored, response);
                    use(policy, next, stored, response);
                }
            }
        }
    }

    private static void use(CachePolicy policy, CacheRequest request, StoredResponse stored, OriginResponse response) {
        ServeDecision decision = policy.serve(request, stored, NOW + 1000);
        policy.forwardFields(request, decision);
        policy.serveOnError(request, stored, 0, NOW + 100_000);
        policy.freshen(request, stored, response);
        policy.head(request, stored, response);
        policy.combine(request, stored, response);
        policy.select(request, List.of(stored));
        StoredResponse received = stored.received(5);
        switch (decision) {
            case Fresh ignored -> policy.answer(request, stored, 5, NOW);
            case StaleServable ignored -> policy.answer(request, stored, 5, NOW);
            case Forward forward -> assertThat(forward.why()).isEqualTo(ForwardReason.PARTIAL);
            default ->
                assertThat(received == null || received.status() == stored.status())
                        .isTrue();
        }
    }

    @Property(tries = 3000)
    void everyTargetHasAKeyOrAReason(@ForAll("values") String authority, @ForAll("values") String target) {
        KeyRules rules = KeyRules.of("r");
        assertThat(rules.key("http", authority, "/" + target)).isNotNull();
        if (rules.key("http", "h", "/" + target) instanceof Keying.Keyed keyed) {
            assertThat(rules.key("http", "h", keyed.target())).isEqualTo(keyed);
        }
    }

    @Property(tries = 3000)
    void everyExtensionFieldIsRead(@ForAll("fields") Fields fields, @ForAll("values") String text) {
        SurrogateTags.of(fields);
        NoVarySearch.of(fields).reduce(text);
        new NoVarySearch(true, false, java.util.Set.of("a")).reduce(text);
        String status = CacheStatus.hit(text, 5).withKey(text).withDetail(text).render();
        assertThat(StructuredFields.list(List.of(status))).hasSize(1);
    }
}

package dev.tideline.gateway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.KeyRules;
import dev.tideline.gateway.policy.Keying;
import dev.tideline.gateway.policy.NoVarySearch;
import java.net.URI;

/**
 * What the last answer of a path said about its query in {@code No-Vary-Search}, by the key of the path without a query. An
 * answer is stored under the query as its own field reduces it, and looked up as the path's last answer did; when the
 * two differ that is a miss, never another query's answer.
 */
final class SearchRules {

    private final Cache<CacheKey, NoVarySearch> rules =
            Caffeine.newBuilder().maximumSize(50_000).build();

    /** Where to look a URL up. */
    CacheKey lookup(KeyRules keys, Keying.Keyed exact) {
        if (rules.estimatedSize() == 0) {
            return exact.key();
        }
        NoVarySearch rule = rules.getIfPresent(path(keys, exact));
        return rule == null ? exact.key() : reduced(keys, exact, rule);
    }

    /** Where to store its answer, which from now on says how its path is looked up. */
    CacheKey store(KeyRules keys, Keying.Keyed exact, Fields answered) {
        boolean said = answered.has("No-Vary-Search");
        if (!said && rules.estimatedSize() == 0) {
            return exact.key();
        }
        NoVarySearch rule = said ? NoVarySearch.of(answered) : NoVarySearch.DEFAULT;
        CacheKey path = path(keys, exact);
        if (rule.isDefault()) {
            rules.invalidate(path);
            return exact.key();
        }
        rules.put(path, rule);
        return reduced(keys, exact, rule);
    }

    private static CacheKey path(KeyRules keys, Keying.Keyed exact) {
        return key(keys, exact, "");
    }

    private static CacheKey reduced(KeyRules keys, Keying.Keyed exact, NoVarySearch rule) {
        String query = URI.create(exact.url()).getRawQuery();
        String reduced = query == null ? "" : rule.reduce(query);
        return key(keys, exact, reduced.isEmpty() ? "" : '?' + reduced);
    }

    private static CacheKey key(KeyRules keys, Keying.Keyed exact, String query) {
        URI url = URI.create(exact.url());
        Keying keying = keys.key(url.getScheme(), url.getRawAuthority(), url.getRawPath() + query);
        return keying instanceof Keying.Keyed keyed ? keyed.key() : exact.key();
    }
}

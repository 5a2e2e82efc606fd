package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.CachePolicy;
import dev.tideline.gateway.policy.CacheRequest;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.Keying;
import dev.tideline.gateway.store.Coherence;
import org.jspecify.annotations.Nullable;

/**
 * One read, with all that is needed to answer it after its client has gone.
 *
 * @param request method and header section as the origin would see them
 * @param keyed its URL, as it is
 * @param key where to look it up: its own key, or the one of all URLs that its path's last answer called equal
 * @param target where to fetch
 * @param log of the home of what is asked for
 * @param followed null where the purge log does not tell about this route's data
 */
record Ask(
        RouteRules rules,
        CacheRequest request,
        Keying.Keyed keyed,
        CacheKey key,
        OriginClient.Target target,
        LogView log,
        @Nullable Followed followed) {

    CachePolicy policy() {
        return rules.policy();
    }

    /** Who judges what is stored for it. */
    Coherence coherence() {
        return log.coherence();
    }

    /** Whether the client asked for something else than the whole current representation. */
    boolean isSelective() {
        Fields fields = request.fields();
        return fields.has("Range")
                || fields.has("If-None-Match")
                || fields.has("If-Modified-Since")
                || fields.has("If-Match")
                || fields.has("If-Unmodified-Since");
    }

    /** Whether it says nothing about who asks, so that it can be made again without them. */
    boolean isAnonymous() {
        return !request.fields().has("Authorization") && !request.fields().has("Cookie");
    }

    /** The same read as the cache itself would make it: GET, the whole, no wishes about age. */
    Ask plain() {
        return with(request.fields()
                .without(
                        "Range",
                        "If-Range",
                        "If-None-Match",
                        "If-Modified-Since",
                        "If-Match",
                        "If-Unmodified-Since",
                        "Cache-Control",
                        "Pragma"));
    }

    /** {@link #plain} that accepts nothing stored without validation; only to be decided on, never to be sent. */
    Ask validating() {
        Ask plain = plain();
        return plain.with(plain.request().fields().with("Cache-Control", "no-cache"));
    }

    /** The same read, about to be looked up. */
    Ask with(@Nullable Followed now) {
        return new Ask(rules, request, keyed, key, target, log, now);
    }

    /** The same resource, asked for by GET with other fields. */
    Ask with(Fields fields) {
        return new Ask(
                rules, CacheRequest.of("GET", request.url(), fields), keyed, key, target.unheard(), log, followed);
    }
}

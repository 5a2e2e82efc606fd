package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.CacheRequest;
import dev.tideline.gateway.policy.Invalidation;
import dev.tideline.gateway.policy.Keying;
import dev.tideline.gateway.policy.OriginResponse;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Drops what a request that went by has made invalid: its URL, those its answer names (RFC 9111 §4.4), and groups. */
final class Invalidations {

    private final Fills fills;
    private final SearchRules search;
    private final Groups groups;

    Invalidations(Fills fills, SearchRules search, Groups groups) {
        this.fills = fills;
        this.search = search;
        this.groups = groups;
    }

    Mono<Void> after(RouteRules rules, CacheRequest request, OriginResponse head) {
        Invalidation invalid = rules.policy().invalidate(request, head);
        return Flux.fromIterable(invalid.urls())
                .flatMap(url -> Mono.justOrEmpty(key(rules, url)))
                .flatMapIterable(keyed -> new HashSet<>(List.of(keyed.key(), search.lookup(rules.keys(), keyed))))
                .concatWith(Flux.fromIterable(invalid.groups()).flatMapIterable(name -> members(request, name)))
                .flatMap(fills::invalidate)
                .then();
    }

    private Iterable<CacheKey> members(CacheRequest request, String group) {
        URI url = URI.create(request.url());
        return groups.take(url.getScheme() + "://" + url.getRawAuthority(), group);
    }

    private static Optional<Keying.Keyed> key(RouteRules rules, String text) {
        try {
            URI url = URI.create(text);
            Keying keying = rules.keys().key(url.getScheme(), url.getRawAuthority(), RequestTarget.pathAndQuery(url));
            return keying instanceof Keying.Keyed keyed ? Optional.of(keyed) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

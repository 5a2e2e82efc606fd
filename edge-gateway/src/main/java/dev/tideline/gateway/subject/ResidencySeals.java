package dev.tideline.gateway.subject;

import dev.tideline.events.ResourceKey;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.store.FrameSeal;
import dev.tideline.placement.ApiPath;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.HomeRule;
import dev.tideline.placement.Placement;
import dev.tideline.placement.Residency;
import dev.tideline.subjects.SubjectKey;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * What the region's Redis keeps of residency-bound collections: single documents, each under its subject's key. Lists are of
 * several subjects and are not kept there.
 */
public final class ResidencySeals implements FrameSeal {

    private static final String API = "/api/";

    private final Placement placement;
    private final Function<String, URI> originOf;
    private final SubjectKeys keys;

    /** @param originOf the origin of a home */
    public ResidencySeals(Placement placement, Function<String, URI> originOf, SubjectKeys keys) {
        this.placement = placement;
        this.originOf = originOf;
        this.keys = keys;
    }

    @Override
    public Protection of(CacheKey key) {
        String path = key.path();
        Residency residency = ApiPath.collection(path)
                .flatMap(placement::collection)
                .map(CollectionPlacement::residency)
                .orElse(null);
        if (residency == null) {
            return new Protection.Plain();
        }
        Optional<ResourceKey> resource =
                path.startsWith(API) ? ResourceKey.parse(path.substring(API.length())) : Optional.empty();
        return resource.flatMap(found -> residency
                        .of(found.id())
                        .<Protection>map(rule -> new Protection.Keyed(key(rule, residency.subject(found.id())))))
                .orElseGet(Protection.NotKept::new);
    }

    private Mono<SubjectKey> key(HomeRule rule, String subject) {
        return keys.find(originOf.apply(rule.home()), subject)
                .flatMap(known -> known instanceof SubjectKeys.Held(SubjectKey held) ? Mono.just(held) : Mono.empty());
    }
}

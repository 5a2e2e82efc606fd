package dev.tideline.gateway.policy;

import dev.tideline.gateway.policy.ServeDecision.Forward;
import dev.tideline.gateway.policy.ServeDecision.Fresh;
import dev.tideline.gateway.policy.ServeDecision.MustRevalidate;
import dev.tideline.gateway.policy.ServeDecision.StaleServable;
import dev.tideline.gateway.policy.ServeDecision.Unsatisfiable;
import org.jspecify.annotations.Nullable;

/** What goes to the origin (RFC 9111 §4.3.1, RFC 9110 §7.6.1). */
final class Forwarding {

    private Forwarding() {}

    static @Nullable ForwardReason lookup(CacheRequest request, boolean hasContent) {
        if (!request.isReadable()) {
            return ForwardReason.METHOD;
        }
        boolean forOriginOnly =
                request.fields().has("If-Match") || request.fields().has("If-Unmodified-Since");
        return hasContent || forOriginOnly ? ForwardReason.BYPASS : null;
    }

    /** Our own conditions: the entity tag and the modification date, as far as stored (RFC 9111 §4.3.1). */
    static Fields conditions(StoredResponse stored) {
        Validators validators = stored.validators();
        EntityTag etag = validators.etag();
        String modified =
                validators.lastModifiedMs() < 0 ? null : stored.fields().first("Last-Modified");
        if (etag == null && modified == null) {
            return Fields.empty();
        }
        Fields.Builder conditions = Fields.builder();
        if (etag != null) {
            conditions.add("If-None-Match", etag.toString());
        }
        if (modified != null) {
            conditions.add("If-Modified-Since", modified);
        }
        return conditions.build();
    }

    static Fields fields(CacheRequest request, ServeDecision decision) {
        Fields kept = HopByHop.removed(request.fields());
        return switch (decision) {
            case MustRevalidate(Fields conditions, var why, var age, var ttl) -> validating(kept, conditions);
            case StaleServable ignored -> whole(kept);
            case Fresh ignored -> whole(kept);
            case Unsatisfiable ignored -> kept;
            case Forward(ForwardReason why, Fields range) -> forward(kept, why, range);
        };
    }

    private static Fields forward(Fields kept, ForwardReason why, Fields range) {
        return switch (why) {
            // The cache has no part in it: the origin sees what the client sent.
            case BYPASS, METHOD -> kept;
            // The whole response is wanted; the client's conditions are evaluated against it afterwards.
            case URI_MISS, VARY_MISS, MISS, REQUEST, STALE, PARTIAL ->
                range.size() == 0
                        ? unconditional(kept)
                        : whole(kept).toBuilder().addAll(range).build();
        };
    }

    /** With our conditions in place of the client's; without any of our own, an ordinary fetch. */
    private static Fields validating(Fields kept, Fields conditions) {
        return conditions.size() == 0
                ? unconditional(kept)
                : whole(kept).toBuilder().addAll(conditions).build();
    }

    private static Fields unconditional(Fields fields) {
        return fields.without("If-None-Match", "If-Modified-Since");
    }

    private static Fields whole(Fields fields) {
        return fields.without("If-None-Match", "If-Modified-Since", "Range", "If-Range");
    }
}

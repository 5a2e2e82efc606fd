package dev.tideline.gateway.policy;

import org.jspecify.annotations.Nullable;

/**
 * What is kept about a stored response beside its body. Immutable; everything a store has to write down is in the first
 * six components, the validators are derived from the fields.
 *
 * @param status the status code answered to a whole request; 200 for a response stored out of a 206
 * @param fields the stored header section (RFC 9111 §3.1), without fields that must not be kept
 * @param freshness its times
 * @param vary which request fields select it (§4.1)
 * @param variant the secondary key: {@link Vary#variant} of the request that fetched it; empty without Vary
 * @param part which bytes are held when the body is incomplete (§3.3), or null when it is complete
 * @param validators entity tag and modification date, parsed
 */
public record StoredResponse(
        int status,
        Fields fields,
        Freshness freshness,
        Vary vary,
        String variant,
        @Nullable ContentRange part,
        Validators validators) {

    /** Derives the validators; the way back from a store's frame. */
    public static StoredResponse of(
            int status, Fields fields, Freshness freshness, Vary vary, String variant, @Nullable ContentRange part) {
        Fields kept = fields.shared();
        return new StoredResponse(status, kept, freshness, vary, variant, part, Validators.of(kept));
    }

    /** Whether the request's selecting fields match those it was stored with (RFC 9111 §4.1). */
    public boolean isSelectedBy(CacheRequest request) {
        return vary.isEmpty() || (!vary.any() && vary.variant(request.fields()).equals(variant));
    }

    /** Whether all of the body is held. */
    public boolean isComplete() {
        return part == null;
    }

    /** The position of the first stored byte within the representation. */
    public long bodyOffset() {
        return part == null ? 0 : part.first();
    }

    /**
     * What this response is once {@code bytes} bytes of content have really arrived: itself; a part, when the transfer
     * ended early (RFC 9111 §3.3); or null when it may not be kept.
     */
    public @Nullable StoredResponse received(long bytes) {
        return Completeness.of(this, bytes);
    }
}

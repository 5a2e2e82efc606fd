package dev.tideline.gateway.policy;

import dev.tideline.gateway.policy.Freshened.Invalidated;
import dev.tideline.gateway.policy.Freshened.NotSelected;
import dev.tideline.gateway.policy.Freshened.Updated;
import org.jspecify.annotations.Nullable;

/** Newer metadata for stored bytes: 304, HEAD and 206 (RFC 9111 §3.4, §4.3.4, §4.3.5). */
final class Freshening {

    private final Storing storing;
    private final boolean trustNotModified;

    Freshening(Storing storing, boolean trustNotModified) {
        this.storing = storing;
        this.trustNotModified = trustNotModified;
    }

    Freshened notModified(CacheRequest request, StoredResponse stored, OriginResponse response) {
        return trustNotModified || selects(Validators.of(response.fields()), stored.validators())
                ? update(request, stored, response)
                : new NotSelected();
    }

    /** §4.3.4: by strong validator, by weak validator, or, without any, because only one response was asked about. */
    private static boolean selects(Validators fresh, Validators stored) {
        EntityTag tag = fresh.etag();
        if (tag != null) {
            return stored.etag() != null
                    && (tag.weak() ? tag.weaklyEquals(stored.etag()) : tag.stronglyEquals(stored.etag()));
        }
        return fresh.lastModifiedMs() < 0 || fresh.lastModifiedMs() == stored.lastModifiedMs();
    }

    /**
     * §4.3.5: a 200 to HEAD updates if validators and length, as far as present, agree, and shows the stored response to
     * be out of date if one does not. Any other status says nothing about the stored 200, except that it is gone.
     */
    Freshened head(CacheRequest request, StoredResponse stored, OriginResponse response) {
        if (response.status() == 404 || response.status() == 410) {
            return new Invalidated();
        }
        if (response.status() != 200 || stored.status() != 200 || !stored.isComplete()) {
            return new NotSelected();
        }
        Validators fresh = Validators.of(response.fields());
        long length = RangeParser.contentLength(response.fields());
        long storedLength = RangeParser.contentLength(stored.fields());
        boolean sameLength = length < 0 || storedLength < 0 || length == storedLength;
        boolean sameTag =
                fresh.etag() == null || fresh.etag().equals(stored.validators().etag());
        boolean sameDate = fresh.lastModifiedMs() < 0
                || fresh.lastModifiedMs() == stored.validators().lastModifiedMs();
        return sameLength && sameTag && sameDate ? update(request, stored, response) : new Invalidated();
    }

    @Nullable
    CombinedParts combine(CacheRequest request, StoredResponse stored, OriginResponse partial) {
        ContentRange held = stored.part();
        ContentRange got = partial.fields().count("Content-Range") == 1
                ? ContentRange.parse(partial.fields().first("Content-Range"))
                : null;
        if (held == null || got == null || partial.status() != 206 || !got.joins(held)) {
            return null;
        }
        boolean sameLength = held.completeLength() >= 0 && held.completeLength() == got.completeLength();
        if (!sameLength || !sameStrongValidator(stored.validators(), Validators.of(partial.fields()))) {
            return null;
        }
        if (!(update(request, stored, partial) instanceof Updated(StoredResponse merged))) {
            return null;
        }
        ContentRange run = new ContentRange(
                Math.min(held.first(), got.first()), Math.max(held.last(), got.last()), held.completeLength());
        StoredResponse joined = StoredResponse.of(
                merged.status(),
                merged.fields().without("Content-Range"),
                merged.freshness(),
                merged.vary(),
                merged.variant(),
                run.isWhole() ? null : run);
        return new CombinedParts(
                joined,
                Math.max(0, got.first() - held.first()),
                Math.min(held.length(), Math.max(0, got.last() + 1 - held.first())));
    }

    /** RFC 9110 §15.3.7.3: parts combine only if both have the same strong validator. */
    private static boolean sameStrongValidator(Validators stored, Validators fresh) {
        if (stored.etag() != null || fresh.etag() != null) {
            return stored.etag() != null
                    && fresh.etag() != null
                    && stored.etag().stronglyEquals(fresh.etag());
        }
        return stored.lastModifiedIsStrong() && stored.lastModifiedMs() == fresh.lastModifiedMs();
    }

    /** Merges the fields (§3.2) and asks again whether the result may be stored, with the times of the new response. */
    private Freshened update(CacheRequest request, StoredResponse stored, OriginResponse response) {
        Fields fresh = response.fields().has("Date")
                ? response.fields()
                : response.fields().with("Date", HttpDate.format(response.responseTimeMs()));
        Fields merged = StoredFields.updated(stored.fields(), fresh);
        CacheRequest asGet = request.isHead()
                ? new CacheRequest("GET", request.url(), request.fields(), request.directives())
                : request;
        OriginResponse whole =
                new OriginResponse(stored.status(), merged, response.requestTimeMs(), response.responseTimeMs());
        return switch (storing.decide(asGet, whole)) {
            case StoreDecision.Store(StoredResponse again) ->
                new Updated(StoredResponse.of(
                        stored.status(),
                        again.fields(),
                        again.freshness(),
                        again.vary(),
                        again.variant(),
                        stored.part()));
            case StoreDecision.DoNotStore ignored -> new Invalidated();
        };
    }
}

package dev.tideline.gateway.policy;

import dev.tideline.gateway.policy.StoreDecision.DoNotStore;
import dev.tideline.gateway.policy.StoreDecision.Refusal;
import dev.tideline.gateway.policy.StoreDecision.Store;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** May it be stored? (RFC 9111 §3) A ladder of refusals; what passes them all is stored. */
final class Storing {

    private final PolicySettings settings;
    private final Lifetimes lifetimes;

    Storing(PolicySettings settings) {
        this.settings = settings;
        this.lifetimes = new Lifetimes(settings);
    }

    StoreDecision decide(CacheRequest request, OriginResponse response) {
        ResponseDirectives targeted = TargetedControl.of(response.fields(), settings.targets());
        ResponseDirectives directives = targeted != null ? targeted : ResponseDirectives.of(response.fields());
        Freshness freshness = lifetimes.of(response, directives, targeted != null);
        ContentRange part = response.status() == 206 ? ContentRange.parse(single(response.fields())) : null;
        StoredResponse stored = describe(request, response, directives, freshness, part);
        Refusal refusal = refusal(request, response, directives, stored, targeted != null);
        return refusal == null ? new Store(stored) : new DoNotStore(refusal);
    }

    private static @Nullable String single(Fields fields) {
        return fields.count("Content-Range") == 1 ? fields.first("Content-Range") : null;
    }

    private static StoredResponse describe(
            CacheRequest request,
            OriginResponse response,
            ResponseDirectives directives,
            Freshness freshness,
            @Nullable ContentRange part) {
        Fields kept = StoredFields.toKeep(response, directives);
        if (response.status() == 206) {
            // What is kept describes the representation; its part is kept beside (§3.3).
            kept = kept.without("Content-Range", "Content-Length");
        }
        Vary vary = Vary.of(response.fields());
        return StoredResponse.of(
                response.status() == 206 ? 200 : response.status(),
                kept,
                freshness,
                vary,
                vary.any() ? "" : vary.variant(request.fields()),
                part == null || part.isWhole() ? null : part);
    }

    private @Nullable Refusal refusal(
            CacheRequest request,
            OriginResponse response,
            ResponseDirectives directives,
            StoredResponse stored,
            boolean targeted) {
        Refusal byMethod = methodRefusal(request, response, stored);
        if (byMethod != null) {
            return byMethod;
        }
        Refusal byStatus = statusRefusal(request, response, directives);
        if (byStatus != null) {
            return byStatus;
        }
        Refusal byDirective = directiveRefusal(request, directives, response.status());
        if (byDirective != null) {
            return byDirective;
        }
        if (request.fields().has("Authorization") && !sharesAuthorized(directives)) {
            return Refusal.AUTHORIZATION;
        }
        if (stored.fields().has("Set-Cookie") && !sharesCookie(directives, targeted)) {
            return Refusal.SET_COOKIE;
        }
        return stored.vary().any() ? Refusal.VARY : usefulness(stored);
    }

    /**
     * §3: "the request method is understood by the cache". HEAD has no body to keep. A POST may be stored if the origin
     * says that its answer is the resource's representation and for how long (RFC 9110 §9.3.3). A cookie that it sets is
     * for its sender.
     */
    private @Nullable Refusal methodRefusal(CacheRequest request, OriginResponse response, StoredResponse stored) {
        if (request.method().equals("GET")) {
            return null;
        }
        if (!mayAnswerLater(request) || response.fields().has("Set-Cookie")) {
            return Refusal.METHOD;
        }
        String location = response.fields().count("Content-Location") == 1
                ? response.fields().first("Content-Location")
                : null;
        boolean representsTarget = response.status() == 200
                && location != null
                && request.url().equals(References.resolve(request.url(), location));
        boolean explicit =
                switch (stored.freshness().basis()) {
                    case TARGETED, S_MAXAGE, MAX_AGE, EXPIRES ->
                        stored.freshness().lifetimeMs() > 0;
                    case OVERRIDE, HEURISTIC, NONE -> false;
                };
        return representsTarget && explicit ? null : Refusal.METHOD;
    }

    boolean mayAnswerLater(CacheRequest request) {
        return settings.eager() && request.method().equals("POST");
    }

    /** §3: "the response status code is final", and partial content only in a form that can be used (§3.3). */
    private static @Nullable Refusal statusRefusal(
            CacheRequest request, OriginResponse response, ResponseDirectives directives) {
        int status = response.status();
        if (status < 200 || status > 599 || Statuses.isAboutTheRequest(status)) {
            return Refusal.STATUS;
        }
        // §5.2.2.3: must-understand limits storing to caches that know the status.
        if (directives.mustUnderstand() && !Statuses.isUnderstood(status)) {
            return Refusal.STATUS;
        }
        if (status == 206) {
            String type = response.fields().first("Content-Type");
            boolean multipart = type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/byteranges");
            boolean readable = ContentRange.parse(single(response.fields())) != null;
            boolean asked = request.fields().has("Range");
            return readable && !multipart && asked ? null : Refusal.PARTIAL;
        }
        return null;
    }

    private static @Nullable Refusal directiveRefusal(CacheRequest request, ResponseDirectives directives, int status) {
        if (request.directives().noStore()) {
            return Refusal.REQUEST_NO_STORE;
        }
        // §5.2.2.3: a cache that understands the status "SHOULD ignore the no-store directive" beside must-understand.
        boolean lifted = directives.mustUnderstand() && Statuses.isUnderstood(status);
        if (directives.noStore() && !lifted) {
            return Refusal.NO_STORE;
        }
        if (directives.isPrivate()) {
            return Refusal.PRIVATE;
        }
        return directives.doubt() ? Refusal.DOUBT : null;
    }

    /** §3.5: must-revalidate, public and s-maxage allow it. */
    private static boolean sharesAuthorized(ResponseDirectives directives) {
        return directives.mustRevalidate() || directives.isPublic() || directives.sMaxAgeMs() >= 0;
    }

    private boolean sharesCookie(ResponseDirectives directives, boolean targeted) {
        return switch (settings.setCookie()) {
            case REFUSE -> false;
            case IF_SHARED -> targeted || directives.isPublic() || directives.sMaxAgeMs() >= 0;
            case STORE -> true;
        };
    }

    /** What is never fresh and cannot be validated would only take room. */
    private static @Nullable Refusal usefulness(StoredResponse stored) {
        Freshness freshness = stored.freshness();
        boolean servable = freshness.lifetimeMs() > 0
                || (!freshness.neverStale()
                        && Math.max(freshness.staleWhileRevalidateMs(), freshness.staleIfErrorMs()) > 0);
        boolean everUsable = servable && freshness.initialAgeMs() < Numbers.FOREVER / 2;
        boolean usable = everUsable && !freshness.validateAlways();
        return usable || stored.validators().any() ? null : Refusal.NO_FRESHNESS;
    }
}

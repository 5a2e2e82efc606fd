package dev.tideline.gateway.policy;

import java.util.LinkedHashSet;
import java.util.Set;

/** What a change through this cache makes invalid (RFC 9111 §4.4, RFC 9875 §3). */
final class Invalidating {

    private Invalidating() {}

    static Invalidation of(CacheRequest request, OriginResponse response) {
        // "Non-error response": 2xx and 3xx.
        boolean nonError = response.status() >= 200 && response.status() < 400;
        if (request.isSafe() || !nonError) {
            return Invalidation.NOTHING;
        }
        Set<String> urls = new LinkedHashSet<>();
        urls.add(request.url());
        addReference(request.url(), response.fields(), "Location", urls);
        addReference(request.url(), response.fields(), "Content-Location", urls);
        return new Invalidation(urls, TagParser.groups(response.fields(), "Cache-Group-Invalidation"));
    }

    /** "MUST NOT trigger an invalidation [...] if the origin of the URI to be invalidated differs" (§4.4). */
    private static void addReference(String target, Fields fields, String name, Set<String> urls) {
        for (String reference : fields.all(name)) {
            String resolved = References.resolve(target, FieldSyntax.trim(reference));
            if (resolved != null && References.sameOrigin(target, resolved)) {
                urls.add(resolved);
            }
        }
    }
}

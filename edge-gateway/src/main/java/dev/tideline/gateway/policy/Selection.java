package dev.tideline.gateway.policy;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Which of the responses stored under one key answers a request (RFC 9111 §4.1). */
final class Selection {

    private final boolean matchLanguage;

    Selection(boolean matchLanguage) {
        this.matchLanguage = matchLanguage;
    }

    @Nullable
    StoredResponse select(CacheRequest request, Collection<StoredResponse> variants) {
        StoredResponse best = null;
        for (StoredResponse candidate : variants) {
            if (candidate.isSelectedBy(request) && (best == null || isNewer(candidate, best))) {
                best = candidate;
            }
        }
        return best != null || !matchLanguage ? best : byLanguage(request, variants);
    }

    /** "If multiple stored responses match, the cache will need to choose one": the most recent by Date. */
    private static boolean isNewer(StoredResponse left, StoredResponse right) {
        long byDate = left.validators().dateMs() - right.validators().dateMs();
        return byDate != 0
                ? byDate > 0
                : left.freshness().responseTimeMs() > right.freshness().responseTimeMs();
    }

    /** The language the client wants most is there: any negotiation (RFC 9110 §12.5.4) would have come to it. */
    private static @Nullable StoredResponse byLanguage(CacheRequest request, Collection<StoredResponse> variants) {
        String wanted = AcceptedList.favourite(request.fields(), "Accept-Language");
        if (wanted == null) {
            return null;
        }
        StoredResponse best = null;
        for (StoredResponse candidate : variants) {
            boolean only = candidate.vary().names().equals(java.util.List.of("accept-language"));
            String language = candidate.fields().combined("Content-Language");
            if (only && language != null && language.equalsIgnoreCase(wanted)) {
                best = best == null || isNewer(candidate, best) ? candidate : best;
            }
        }
        return best;
    }
}

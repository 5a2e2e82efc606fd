package dev.tideline.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** If-None-Match and If-Modified-Since against a stored response (RFC 9110 §13.2.2, RFC 9111 §4.3.2). */
final class Preconditions {

    private Preconditions() {}

    /** Whether the client's copy is the one stored, so that 304 says it all. */
    static boolean clientIsCurrent(CacheRequest request, StoredResponse stored) {
        // RFC 9110 §13.2.1: preconditions count only where the answer would otherwise be a success.
        if (stored.status() < 200 || stored.status() > 299) {
            return false;
        }
        Fields fields = request.fields();
        // §13.1.3: If-Modified-Since is ignored if there is an If-None-Match.
        String noneMatch = fields.combined("If-None-Match");
        if (noneMatch != null) {
            return matches(noneMatch, stored.validators().etag());
        }
        String since = fields.first("If-Modified-Since");
        return since != null && fields.count("If-Modified-Since") == 1 && notModifiedSince(since, stored);
    }

    /** §13.1.2: {@code *} matches whatever is stored, entity tags by weak comparison. */
    private static boolean matches(String list, @Nullable EntityTag stored) {
        if (FieldSyntax.trim(list).equals("*")) {
            return true;
        }
        if (stored == null) {
            return false;
        }
        for (String member : tags(list)) {
            EntityTag tag = EntityTag.parse(member);
            if (tag != null && tag.weaklyEquals(stored)) {
                return true;
            }
        }
        return false;
    }

    /** The members of a list of entity tags, in which a backslash is a character like any other (§8.8.3). */
    private static List<String> tags(String list) {
        List<String> tags = new ArrayList<>(1);
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                tags.add(list.substring(start, i));
                start = i + 1;
            }
        }
        tags.add(list.substring(start));
        return tags;
    }

    /** RFC 9111 §4.3.2: against Last-Modified, in its absence Date, in its absence the time of receipt. */
    private static boolean notModifiedSince(String since, StoredResponse stored) {
        long sinceMs = HttpDate.parse(since);
        if (sinceMs < 0) {
            return false;
        }
        Validators validators = stored.validators();
        if (stored.fields().has("Last-Modified")) {
            return validators.lastModifiedMs() >= 0 && validators.lastModifiedMs() <= sinceMs;
        }
        long received = validators.dateMs() >= 0
                ? validators.dateMs()
                : stored.freshness().responseTimeMs();
        return received <= sinceMs;
    }
}

package dev.tideline.placement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a collection's answers may be cached. No duration is negative.
 *
 * @param maxAge how long an answer is fresh (RFC 9111 section 5.2.2.1)
 * @param staleWhileRevalidate how long after that it may be served while it is refreshed (RFC 5861 section 3)
 * @param staleIfError how long after that it may be served when the origin fails (RFC 5861 section 4)
 * @param notFoundMaxAge how long the answer that a resource does not exist is fresh; zero means not stored
 * @param stalenessLimit how far behind the purge log's heartbeats a gateway may be before {@code pastLimit} applies
 */
public record CacheRule(
        Duration maxAge,
        Duration staleWhileRevalidate,
        Duration staleIfError,
        Duration notFoundMaxAge,
        Duration stalenessLimit,
        PastLimit pastLimit) {

    static final CacheRule DEFAULT = new CacheRule(
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofDays(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            PastLimit.REVALIDATE);

    /** What a gateway does with an entry that it cannot vouch for any more. */
    public enum PastLimit {
        /** Asks the origin first. */
        REVALIDATE,
        /** Serves it and says that it may be stale. */
        WARN,
        /** Answers 503. */
        FAIL
    }

    /**
     * What caches are told about an answer (RFC 9111 section 5.2.2). There is no {@code s-maxage}: in a shared cache it
     * would forbid serving stale (section 5.2.2.10), which is just what the other two directives are there to allow.
     */
    public String cacheControl() {
        List<String> directives = new ArrayList<>();
        directives.add("max-age=" + maxAge.toSeconds());
        addUnlessZero(directives, "stale-while-revalidate", staleWhileRevalidate);
        addUnlessZero(directives, "stale-if-error", staleIfError);
        return String.join(", ", directives);
    }

    private static void addUnlessZero(List<String> directives, String name, Duration duration) {
        if (duration.toSeconds() > 0) {
            directives.add(name + "=" + duration.toSeconds());
        }
    }
}

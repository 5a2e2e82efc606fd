package dev.tideline.gateway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tideline.gateway.policy.CacheKey;
import java.time.Duration;
import java.util.Optional;

/** Why the last answer for a URL was not stored, for explain: the last ten thousand, for an hour. */
final class Notes {

    private final Cache<CacheKey, String> notes = Caffeine.newBuilder()
            .maximumSize(10_000)
            .executor(Runnable::run)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    void refused(CacheKey key, String why) {
        notes.put(key, why);
    }

    void stored(CacheKey key) {
        notes.invalidate(key);
    }

    Optional<String> last(CacheKey key) {
        return Optional.ofNullable(notes.getIfPresent(key));
    }
}

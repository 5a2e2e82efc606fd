package dev.tideline.gateway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.SurrogateTags;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which keys this instance has seen in which cache group of which origin (RFC 9875), so that a write that names the group
 * can drop them. Bounded in groups and in keys of a group; what is forgotten lives until its lifetime ends, as the RFC
 * allows.
 */
final class Groups {

    private static final int MOST_GROUPS = 20_000;
    private static final int MOST_KEYS = 10_000;

    private record Group(String origin, String name) {}

    private final Cache<Group, Set<CacheKey>> keys =
            Caffeine.newBuilder().maximumSize(MOST_GROUPS).build();

    void add(String origin, Fields fields, CacheKey key) {
        if (!fields.has("Cache-Groups")) {
            return;
        }
        for (String name : SurrogateTags.of(fields).groups()) {
            Set<CacheKey> members = keys.get(new Group(origin, name), group -> ConcurrentHashMap.newKeySet());
            if (members.size() < MOST_KEYS) {
                members.add(key);
            }
        }
    }

    /** The keys of a group, which are forgotten. */
    Set<CacheKey> take(String origin, String name) {
        Set<CacheKey> members = keys.asMap().remove(new Group(origin, name));
        return members == null ? Set.of() : members;
    }
}

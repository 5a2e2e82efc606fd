package dev.tideline.invalidation.fleet;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What was put last, by key; of more than fit the oldest go first. Safe for use by many threads. */
public final class Latest<K, V> {

    private final Map<K, V> kept;

    /** @param capacity at least 1 */
    public Latest(int capacity) {
        this.kept = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }

    public synchronized void put(K key, V value) {
        kept.put(key, value);
    }

    public synchronized Optional<V> find(K key) {
        return Optional.ofNullable(kept.get(key));
    }
}

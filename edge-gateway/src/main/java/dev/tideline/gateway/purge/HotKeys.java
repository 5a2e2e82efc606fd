package dev.tideline.gateway.purge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The few keys that are read most, so that a purge which strikes one can have it fetched again in the background instead
 * of making its next reader wait. A count-min sketch of a sample of the reads, halved now and then, decides which keys
 * are hot; only those are remembered with their scopes. Bounded, and safe for use by many threads.
 *
 * @param <K> the cache's key
 * @param <V> how a key is fetched again
 */
public final class HotKeys<K, V> {

    private static final int ROWS = 4;
    private static final int COLUMNS = 1 << 12;
    /** One read in so many is looked at. */
    private static final int SAMPLE = 8;
    /** Counted reads after which every count is halved: old fame fades. */
    private static final int PERIOD = 10 * COLUMNS;

    /**
     * What is kept of a hot key.
     *
     * @param how how to fetch it again
     * @param asOf what the log needs to know to judge its entry, with {@code scopes} and {@code version}
     */
    public record Tracked<V>(V how, EntryScopes scopes, Stamp asOf, long version) {}

    private record Hot<V>(Tracked<V> entry, int count) {}

    private final int capacity;
    private final int threshold;
    private final int sample;
    private final AtomicIntegerArray counts = new AtomicIntegerArray(ROWS * COLUMNS + 1);
    private final Map<K, Hot<V>> hot = new ConcurrentHashMap<>();

    /**
     * @param capacity keys remembered; about 200 bytes each, and each purge judges them all
     * @param threshold reads, of late, from which on a key counts as hot
     */
    public HotKeys(int capacity, int threshold) {
        this(capacity, threshold, SAMPLE);
    }

    HotKeys(int capacity, int threshold, int sample) {
        this.capacity = capacity;
        this.threshold = Math.max(1, threshold / sample);
        this.sample = sample;
    }

    /**
     * A hit was served. Cheap: most calls do nothing.
     *
     * @param tracked asked for only if the key is hot
     */
    public void read(K key, Supplier<Tracked<V>> tracked) {
        if (sample > 1 && ThreadLocalRandom.current().nextInt(sample) != 0) {
            return;
        }
        int count = countOne(key.hashCode());
        if (count < threshold) {
            return;
        }
        if (hot.containsKey(key) || hot.size() < capacity) {
            hot.put(key, new Hot<>(tracked.get(), count));
            return;
        }
        coldest(count).ifPresent(colder -> {
            hot.remove(colder);
            hot.put(key, new Hot<>(tracked.get(), count));
        });
    }

    /** About how many of the reads that were looked at went to this key of late; never too few. */
    public int heat(K key) {
        int least = Integer.MAX_VALUE;
        long mixed = ScopeHash.finish(key.hashCode());
        for (int row = 0; row < ROWS; row++) {
            least = Math.min(least, counts.get(cell(mixed, row)));
        }
        return least;
    }

    private static int cell(long mixed, int row) {
        return row * COLUMNS + ((int) (mixed >>> (row * 16)) & (COLUMNS - 1));
    }

    /**
     * Takes out, and returns, the hot keys whose entries no longer live. Once for each purge that struck.
     *
     * @param judge asks the purge log that an entry belongs to
     */
    public List<V> struck(Function<Tracked<V>, Verdict> judge) {
        List<V> dead = new ArrayList<>();
        hot.forEach((key, one) -> {
            if (!judge.apply(one.entry).equals(Verdict.LIVE) && hot.remove(key, one)) {
                dead.add(one.entry.how());
            }
        });
        return dead;
    }

    /** Keys remembered now. */
    public int size() {
        return hot.size();
    }

    private Optional<K> coldest(int than) {
        Map.Entry<K, Hot<V>> coldest = null;
        for (Map.Entry<K, Hot<V>> one : hot.entrySet()) {
            if (coldest == null || one.getValue().count < coldest.getValue().count) {
                coldest = one;
            }
        }
        return coldest == null || coldest.getValue().count >= than ? Optional.empty() : Optional.of(coldest.getKey());
    }

    private int countOne(int hash) {
        int least = Integer.MAX_VALUE;
        long mixed = ScopeHash.finish(hash);
        for (int row = 0; row < ROWS; row++) {
            least = Math.min(least, counts.incrementAndGet(cell(mixed, row)));
        }
        if (counts.incrementAndGet(ROWS * COLUMNS) >= PERIOD) {
            halve();
        }
        return least;
    }

    private void halve() {
        if (counts.getAndSet(ROWS * COLUMNS, 0) < PERIOD) {
            return; // another thread does it
        }
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            counts.updateAndGet(i, count -> count / 2);
        }
        hot.replaceAll((key, one) -> new Hot<>(one.entry, one.count / 2));
    }
}

package dev.tideline.gateway.replica;

import dev.tideline.events.ReplicaLogRecord;
import dev.tideline.events.ReplicaState;
import dev.tideline.events.ReplicasThrough;
import dev.tideline.events.SessionTicket;
import dev.tideline.events.WritePosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The replicated collections as far as the topic has been read. One thread applies, others read without a lock. Bounded by
 * bytes: a collection that does not fit beside the others is given up, for half a copy is none.
 */
final class Copies {

    /** What a document costs beside its text and its id: nodes, records, times. An estimate. */
    private static final long OVERHEAD = 160;

    /**
     * One resource.
     *
     * @param body JSON; null for a tombstone
     */
    record Held(String id, long version, @Nullable String body, Instant updatedAt) {

        long bytes() {
            // Latin text takes a byte for each character, any other two.
            return OVERHEAD + id.length() + (body == null ? 0 : isNarrow(body) ? body.length() : 2L * body.length());
        }
    }

    private static boolean isNarrow(String text) {
        return text.chars().allMatch(c -> c < 0x100);
    }

    private final int partitions;
    private final long maxBytes;
    private final BiConsumer<String, Long> tooLarge;
    private final Map<String, NavigableMap<String, Held>> collections = new HashMap<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private final Map<String, SessionTicket> shown = new ConcurrentHashMap<>();
    private final Set<String> givenUp = ConcurrentHashMap.newKeySet();
    private volatile Map<Integer, ReplicasThrough> through = Map.of();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * Empty copies.
     *
     * @param partitions of the topic
     * @param wanted the collections to be kept
     * @param maxBytes of all of them together
     * @param tooLarge told the name and size of a collection that is given up
     */
    Copies(int partitions, Set<String> wanted, long maxBytes, BiConsumer<String, Long> tooLarge) {
        this.partitions = partitions;
        this.maxBytes = maxBytes;
        this.tooLarge = tooLarge;
        wanted.forEach(name -> collections.put(name, new ConcurrentSkipListMap<>()));
    }

    void apply(ReplicaLogRecord logRecord) {
        switch (logRecord) {
            case ReplicaState state -> put(state);
            case ReplicasThrough marker -> {
                Map<Integer, ReplicasThrough> later = new HashMap<>(through);
                later.put(marker.partition(), marker);
                through = Map.copyOf(later);
            }
        }
    }

    private void put(ReplicaState state) {
        String collection = state.resource().collection();
        NavigableMap<String, Held> held = collections.get(collection);
        if (held == null || givenUp.contains(collection)) {
            return;
        }
        String id = state.resource().id();
        Held before = held.get(id);
        if (before != null && before.version() >= state.version()) {
            return;
        }
        Held after = new Held(id, state.version(), state.body(), state.updatedAt());
        SessionTicket madeBy = state.madeBy();
        if (madeBy != null) {
            // First, so that nobody sees more than the ticket says.
            shown.merge(collection, madeBy, Copies::both);
        }
        held.put(id, after);
        long grown = after.bytes() - (before == null ? 0 : before.bytes());
        long size = sizes.merge(collection, grown, Long::sum);
        if (bytes.addAndGet(grown) > maxBytes) {
            giveUp(collection, size, held);
        }
    }

    /** Of two logs the later counts: nobody waits for writes of a topic that is no more. */
    private static SessionTicket both(SessionTicket before, SessionTicket later) {
        return before.log().equals(later.log()) ? before.and(later) : later;
    }

    private void giveUp(String collection, long size, NavigableMap<String, Held> held) {
        // First, so that nobody takes what is left for all there is.
        givenUp.add(collection);
        held.clear();
        bytes.addAndGet(-size);
        sizes.remove(collection);
        tooLarge.accept(collection, size);
    }

    /**
     * Every change of a collection that was committed before this instant is in its copy. To be asked before the data are.
     *
     * @return empty where there is no full copy
     */
    Optional<Instant> currentAsOf(String collection) {
        Map<Integer, ReplicasThrough> known = through;
        boolean whole = known.size() == partitions
                && collections.containsKey(collection)
                && known.values().stream()
                        .allMatch(marker -> marker.collections().contains(collection));
        return whole && !givenUp.contains(collection)
                ? known.values().stream().map(ReplicasThrough::asOf).min(Instant::compareTo)
                : Optional.empty();
    }

    /** Whether whatever these writes did is in the copies. To be asked before the data are. */
    boolean includes(List<WritePosition> writes) {
        Map<Integer, ReplicasThrough> known = through;
        return writes.stream().allMatch(write -> {
            ReplicasThrough marker = known.get(write.partition());
            return marker != null && marker.nextOffset() > write.offset();
        });
    }

    /** Whether the collection was given up in the meantime, so that what was just read may be half of it. */
    boolean isGivenUp(String collection) {
        return givenUp.contains(collection);
    }

    /** No less than the writes that a collection's copy shows; to be asked after the data were. Null where that is not known. */
    @Nullable
    SessionTicket shown(String collection) {
        return shown.get(collection);
    }

    /** One resource, a tombstone too; null where there was never one. */
    @Nullable
    Held find(String collection, String id) {
        NavigableMap<String, Held> held = collections.get(collection);
        return held == null ? null : held.get(id);
    }

    /** Resources without tombstones, in the order of their ids, from above {@code after}. */
    List<Held> page(String collection, String after, int limit) {
        List<Held> page = new ArrayList<>();
        NavigableMap<String, Held> held = collections.get(collection);
        if (held != null) {
            held.tailMap(after, false).values().stream()
                    .filter(one -> one.body() != null)
                    .limit(limit)
                    .forEach(page::add);
        }
        return page;
    }

    /** What all copies take, about; a gauge. */
    long bytes() {
        return bytes.get();
    }
}

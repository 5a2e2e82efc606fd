package dev.tideline.invalidation.fleet;

import dev.tideline.events.GatewayStatus;
import dev.tideline.events.GatewayStatus.Receipt;
import dev.tideline.events.PurgeIssued;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The latest purges and their receipts; of more than fit the oldest go first. Safe for use by many threads. */
public final class RecentPurges {

    /** A purge may be known by a receipt before its record is read, so everything but the id may be missing. */
    private static final class Slot {
        @Nullable
        PurgeIssued purge;

        String log = "";
        long offset = -1;
        final Map<String, Long> lags = new HashMap<>(4);
    }

    private final int capacity;
    private final LinkedHashMap<UUID, Slot> slots = new LinkedHashMap<>();
    private final Set<UUID> erasures = new LinkedHashSet<>();

    public RecentPurges(int capacity) {
        this.capacity = capacity;
    }

    /** The log holds this purge. One that stands in it twice counts from its last place. */
    public synchronized void remember(PurgeIssued purge, String log, long offset) {
        Slot slot = slot(purge.purgeId());
        if (!log.equals(slot.log) || offset > slot.offset) {
            slot.purge = purge;
            slot.log = log;
            slot.offset = offset;
        }
        if (purge.erasure() != null) {
            erasures.add(purge.purgeId());
        }
    }

    /** Notes the receipts of one report. */
    public synchronized void acknowledge(GatewayStatus status) {
        for (Receipt receipt : status.receipts()) {
            slot(receipt.purgeId()).lags.put(status.instance(), receipt.lagMs());
        }
    }

    public synchronized Optional<RememberedPurge> find(UUID id) {
        return Optional.ofNullable(slots.get(id)).flatMap(RecentPurges::remembered);
    }

    /** The latest first. */
    public synchronized List<RememberedPurge> latest(int limit) {
        List<RememberedPurge> latest = new ArrayList<>();
        for (Slot slot : slots.sequencedValues().reversed()) {
            if (latest.size() == limit) {
                break;
            }
            remembered(slot).ifPresent(latest::add);
        }
        return latest;
    }

    /** Those that are the receipt of an erasure. */
    public synchronized List<RememberedPurge> erasures() {
        return erasures.stream()
                .map(slots::get)
                .filter(Objects::nonNull)
                .map(RecentPurges::remembered)
                .flatMap(Optional::stream)
                .toList();
    }

    private Slot slot(UUID id) {
        Slot slot = slots.computeIfAbsent(id, absent -> new Slot());
        if (slots.size() > capacity) {
            erasures.remove(slots.pollFirstEntry().getKey());
        }
        return slot;
    }

    private static Optional<RememberedPurge> remembered(Slot slot) {
        return slot.purge == null
                ? Optional.empty()
                : Optional.of(new RememberedPurge(slot.purge, slot.log, slot.offset, Map.copyOf(slot.lags)));
    }
}

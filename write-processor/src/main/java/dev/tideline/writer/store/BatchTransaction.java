package dev.tideline.writer.store;

import dev.tideline.events.ResourceChanged;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.SubjectErased;
import dev.tideline.placement.Placement;
import dev.tideline.writer.decide.BatchFold;
import dev.tideline.writer.decide.EarlierWrite;
import dev.tideline.writer.decide.Outcome;
import dev.tideline.writer.decide.PositionedWrite;
import dev.tideline.writer.decide.ResourceState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * One batch in one transaction. It begins by taking the lock of its partition's position, so at most one processor is
 * ever in here for a partition, and a processor that lost the partition while it slept finds the position moved.
 *
 * <p>Records below the position were committed before: nothing is decided again, but their changes are handed out again,
 * because the crash that made them come twice may have been before they were announced.
 */
final class BatchTransaction {

    private final Connection connection;
    private final Placement placement;
    private final Batch batch;
    private final Clock clock;
    private final Unsealing unsealing;
    private final Instant startedAt;
    private final List<PositionedWrite> fresh = new ArrayList<>();
    private final List<Entry.Write> behindParked = new ArrayList<>();
    private final List<Entry.Unreadable> unreadable = new ArrayList<>();
    private final List<ResourceChanged> removals = new ArrayList<>();
    private final List<SubjectErased> erasures = new ArrayList<>();
    private List<Entry> entries = List.of();
    private int replayed;

    BatchTransaction(Connection connection, Placement placement, Unsealing unsealing, Batch batch, Clock clock) {
        this.connection = connection;
        this.placement = placement;
        this.unsealing = unsealing;
        this.batch = batch;
        this.clock = clock;
        // As Postgres keeps it: a change that is announced again must be the same one.
        this.startedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** @throws PositionException if writes between the last commit and this batch were never seen */
    Committed run() throws SQLException {
        long next = Positions.lock(connection, batch.partition(), batch.logId());
        if (batch.firstOffset() > next) {
            throw new PositionException(batch.partition(), next, batch.firstOffset());
        }
        erase();
        entries = unsealing.open(connection, batch.entries());
        Set<ResourceKey> parkedKeys = ParkedWrites.keys(connection, batch.partition());
        sort(next, parkedKeys);
        Map<UUID, Outcomes.Recorded> recorded = Outcomes.find(connection, writeIds());
        List<Outcome> outcomes = decide(recorded);
        ParkedWrites.add(connection, behindParked, 0, startedAt, null);
        Outcomes.put(connection, batch.partition(), parkedRows(recorded), startedAt);
        DeadLetters.addUnreadable(connection, unreadable, startedAt);
        if (next < batch.nextOffset()) {
            Positions.move(connection, batch.partition(), batch.nextOffset(), startedAt);
        }
        long through = Math.max(next, batch.nextOffset());
        return new Committed(
                batch.partition(),
                changes(recorded, outcomes),
                erasures,
                outcomes,
                replayed,
                behindParked.size(),
                replayed > 0 || !unreadable.isEmpty(),
                batch.nextOffset(),
                through,
                parkedKeys.isEmpty() ? through : ParkedWrites.settledBelow(connection, batch.partition(), through),
                // While the position's lock is held nobody else commits for this partition.
                clock.instant());
    }

    /** Before the batch's writes: those of an erased subject are refused, and hold no key that the erasure would wait for. */
    private void erase() throws SQLException {
        for (Entry entry : batch.entries()) {
            if (entry instanceof Entry.Erasure erasure) {
                Erasures.Done done = Erasures.erase(
                        connection, placement, erasure.order(), erasure.record().position(), startedAt);
                removals.addAll(done.changes());
                erasures.add(done.erased());
            }
        }
    }

    private void sort(long next, Set<ResourceKey> parkedKeys) {
        for (Entry entry : entries) {
            if (entry.offset() < next) {
                replayed++;
                continue;
            }
            switch (entry) {
                case Entry.Unreadable bad -> unreadable.add(bad);
                case Entry.Write write
                when parkedKeys.contains(write.requested().resource()) -> behindParked.add(write);
                case Entry.Write write -> fresh.add(write.positioned());
                case Entry.Erasure _ -> {}
                case Entry.Sealed _ -> throw new IllegalStateException("opened above");
            }
        }
    }

    private List<UUID> writeIds() {
        List<UUID> ids = new ArrayList<>(batch.entries().size());
        for (Entry entry : entries) {
            if (entry instanceof Entry.Write write) {
                ids.add(write.requested().writeId());
            }
        }
        return ids;
    }

    private List<Outcome> decide(Map<UUID, Outcomes.Recorded> recorded) throws SQLException {
        if (fresh.isEmpty()) {
            return List.of();
        }
        Map<UUID, EarlierWrite> earlier = new HashMap<>();
        recorded.forEach((id, before) -> earlier.put(id, before.earlier()));
        BatchFold fold = BatchFold.of(fresh, states(), earlier, placement);
        Resources.put(connection, fold.changed().values(), startedAt);
        Outcomes.put(
                connection,
                batch.partition(),
                fold.outcomes().stream()
                        .map(OutcomeRow::of)
                        .filter(Objects::nonNull)
                        .toList(),
                startedAt);
        Outcomes.putMismatched(
                connection,
                fold.outcomes().stream()
                        .filter(Outcome.Mismatched.class::isInstance)
                        .map(Outcome::write)
                        .toList(),
                startedAt);
        return fold.outcomes();
    }

    private Map<ResourceKey, ResourceState> states() throws SQLException {
        return Resources.lock(
                connection,
                fresh.stream().map(PositionedWrite::resource).distinct().toList());
    }

    /** A write that is already known keeps its row: it is a repetition, and will be found to be one in its turn. */
    private List<OutcomeRow> parkedRows(Map<UUID, Outcomes.Recorded> recorded) {
        Map<UUID, OutcomeRow> rows = new LinkedHashMap<>();
        for (Entry.Write write : behindParked) {
            if (!recorded.containsKey(write.requested().writeId())) {
                rows.putIfAbsent(write.requested().writeId(), OutcomeRow.parked(write.positioned()));
            }
        }
        return List.copyOf(rows.values());
    }

    /** What is announced: versions made now, and those of repeated writes, in the log's order. */
    private List<ResourceChanged> changes(Map<UUID, Outcomes.Recorded> recorded, List<Outcome> outcomes) {
        Map<UUID, ResourceChanged> made = new HashMap<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Applied applied) {
                made.put(applied.write().writeId(), change(applied));
            }
        }
        Map<UUID, ResourceChanged> changes = new LinkedHashMap<>();
        for (UUID id : writeIds()) {
            Outcomes.Recorded before = recorded.get(id);
            ResourceChanged change = made.getOrDefault(id, before == null ? null : before.change());
            if (change != null) {
                changes.put(id, change);
            }
        }
        List<ResourceChanged> all = new ArrayList<>(changes.values());
        all.addAll(removals);
        return all;
    }

    private ResourceChanged change(Outcome.Applied applied) {
        return new ResourceChanged(
                applied.write().resource(),
                applied.after().version(),
                !applied.after().exists(),
                applied.write().writeId(),
                applied.write().position(),
                applied.tags(),
                startedAt);
    }
}

package dev.tideline.writer.store;

import dev.tideline.events.Decoded;
import dev.tideline.events.EventCodec;
import dev.tideline.events.ResourceChanged;
import dev.tideline.events.WriteLogRecord;
import dev.tideline.events.WriteRequested;
import dev.tideline.events.WriteSealed;
import dev.tideline.placement.Placement;
import dev.tideline.writer.decide.BatchFold;
import dev.tideline.writer.decide.EarlierWrite;
import dev.tideline.writer.decide.Outcome;
import dev.tideline.writer.decide.PositionedWrite;
import dev.tideline.writer.decide.Problem;
import dev.tideline.writer.store.ParkedWrites.Parked;
import dev.tideline.writer.store.WriteStore.ParkedHead;
import dev.tideline.writer.store.WriteStore.Settled;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * The life of a write that failed: parked, tried again, and either settled or buried. Each step takes the lock of the
 * partition's position first, as a batch does, so that steps and batches of a partition never overlap.
 */
final class ParkedRetry {

    private static final EventCodec CODEC = new EventCodec();

    private final Connection connection;
    private final Placement placement;
    private final Unsealing unsealing;
    private final Clock clock;

    ParkedRetry(Connection connection, Placement placement, Unsealing unsealing, Clock clock) {
        this.connection = connection;
        this.placement = placement;
        this.unsealing = unsealing;
        this.clock = clock;
    }

    static void park(Connection connection, Batch one, Failure failure, Instant nextTryAt, Instant now)
            throws SQLException {
        long next = Positions.lock(connection, one.partition(), one.logId());
        Entry.Write write = named(one.entries().getFirst());
        if (one.firstOffset() > next) {
            throw new PositionException(one.partition(), next, one.firstOffset());
        }
        if (one.firstOffset() < next) {
            return;
        }
        ParkedWrites.add(connection, List.of(write), 1, nextTryAt, failure.cause());
        if (!Outcomes.find(connection, List.of(write.requested().writeId()))
                .containsKey(write.requested().writeId())) {
            Outcomes.put(connection, one.partition(), List.of(OutcomeRow.parked(write.positioned())), now);
        }
        Positions.move(connection, one.partition(), one.nextOffset(), now);
    }

    static List<ParkedHead> heads(Connection connection, int partition) throws SQLException {
        List<ParkedHead> heads = new ArrayList<>();
        for (Parked parked : ParkedWrites.heads(connection, partition)) {
            Entry.Write write = named(read(parked));
            heads.add(new ParkedHead(
                    partition, parked.seq(), write.requested().resource(), write, parked.tries(), parked.nextTryAt()));
        }
        return heads;
    }

    /** A write by its name, which is all that is asked of it until it is tried: perhaps it cannot be opened now. */
    private static Entry.Write named(Entry entry) {
        return switch (entry) {
            case Entry.Write write -> write;
            case Entry.Sealed(LoggedRecord record, WriteSealed sealed) -> new Entry.Write(record, sealed.remains());
            case Entry.Erasure _, Entry.Unreadable _ ->
                throw new IllegalArgumentException("only a write can be parked");
        };
    }

    private static Entry read(Parked parked) {
        return read(parked.record(), parked.seq());
    }

    private static Entry read(LoggedRecord record, long seq) {
        if (CODEC.decode(record.value(), WriteLogRecord.class) instanceof Decoded.Value<WriteLogRecord>(var value)) {
            if (value instanceof WriteRequested write) {
                return new Entry.Write(record, write);
            }
            if (value instanceof WriteSealed sealed) {
                return new Entry.Sealed(record, sealed);
            }
        }
        throw new PositionException("parked write " + seq + " cannot be read any more");
    }

    /** Read anew: since it was parked its subject may have been erased. */
    private PositionedWrite opened(ParkedHead head) throws SQLException {
        Entry entry = read(head.write().record(), head.seq());
        return named(unsealing.open(connection, List.of(entry)).getFirst()).positioned();
    }

    Committed run(ParkedHead head, String logId) throws SQLException {
        Instant startedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long next = Positions.lock(connection, head.partition(), logId);
        List<Outcome> outcomes = List.of();
        List<ResourceChanged> changes = List.of();
        if (ParkedWrites.isWaiting(connection, head.seq())) {
            outcomes = decide(head, startedAt);
            ParkedWrites.settle(connection, head.seq());
            changes = changes(connection, List.of(head.write().requested().writeId()));
        }
        return new Committed(
                head.partition(),
                changes,
                List.of(),
                outcomes,
                0,
                0,
                false,
                0,
                next,
                ParkedWrites.settledBelow(connection, head.partition(), next),
                clock.instant());
    }

    private List<Outcome> decide(ParkedHead head, Instant now) throws SQLException {
        PositionedWrite write = opened(head);
        Map<UUID, EarlierWrite> earlier = new HashMap<>();
        Outcomes.find(connection, List.of(write.writeId())).forEach((id, before) -> earlier.put(id, before.earlier()));
        BatchFold fold =
                BatchFold.of(List.of(write), Resources.lock(connection, List.of(write.resource())), earlier, placement);
        Resources.put(connection, fold.changed().values(), now);
        Outcomes.put(
                connection,
                head.partition(),
                fold.outcomes().stream()
                        .map(OutcomeRow::of)
                        .filter(Objects::nonNull)
                        .toList(),
                now);
        if (fold.outcomes().getFirst() instanceof Outcome.Mismatched) {
            Outcomes.putMismatched(connection, List.of(write), now);
        }
        return fold.outcomes();
    }

    private static List<ResourceChanged> changes(Connection connection, List<UUID> ids) throws SQLException {
        return Outcomes.find(connection, ids).values().stream()
                .map(Outcomes.Recorded::change)
                .filter(Objects::nonNull)
                .toList();
    }

    static List<Settled> settled(Connection connection, int partition) throws SQLException {
        List<Settled> settled = new ArrayList<>();
        for (Parked parked : ParkedWrites.settled(connection, partition)) {
            settled.add(new Settled(parked.seq(), changes(connection, List.of(parked.writeId()))));
        }
        return settled;
    }

    static void bury(Connection connection, ParkedHead head, Failure failure, String logId, Instant now)
            throws SQLException {
        Positions.lock(connection, head.partition(), logId);
        if (!ParkedWrites.isWaiting(connection, head.seq())) {
            return;
        }
        PositionedWrite write = head.write().positioned();
        int tries = head.tries() + 1;
        DeadLetters.add(connection, head.write().record(), write.writeId(), write.resource(), failure, tries, now);
        Outcomes.put(
                connection,
                head.partition(),
                List.of(OutcomeRow.deadLettered(write, Problem.deadLettered(tries))),
                now);
        ParkedWrites.remove(connection, head.seq());
    }
}

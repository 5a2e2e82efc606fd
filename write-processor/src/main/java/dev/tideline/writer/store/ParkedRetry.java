package dev.tideline.writer.store;

import dev.tideline.events.Decoded;
import dev.tideline.events.EventCodec;
import dev.tideline.events.ResourceChanged;
import dev.tideline.events.WriteRequested;
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
    private final Clock clock;

    ParkedRetry(Connection connection, Placement placement, Clock clock) {
        this.connection = connection;
        this.placement = placement;
        this.clock = clock;
    }

    static void park(Connection connection, Batch one, Failure failure, Instant nextTryAt, Instant now)
            throws SQLException {
        long next = Positions.lock(connection, one.partition(), one.logId());
        if (!(one.entries().getFirst() instanceof Entry.Write write)) {
            throw new IllegalArgumentException("only a write can be parked");
        }
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
            Entry.Write write = read(parked);
            heads.add(new ParkedHead(
                    partition, parked.seq(), write.requested().resource(), write, parked.tries(), parked.nextTryAt()));
        }
        return heads;
    }

    private static Entry.Write read(Parked parked) {
        return switch (CODEC.decode(parked.record().value(), WriteRequested.class)) {
            case Decoded.Value<WriteRequested>(var write) -> new Entry.Write(parked.record(), write);
            case Decoded.Unreadable<WriteRequested>(var reason) ->
                throw new PositionException("parked write " + parked.seq() + " cannot be read any more: " + reason);
        };
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
        PositionedWrite write = head.write().positioned();
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

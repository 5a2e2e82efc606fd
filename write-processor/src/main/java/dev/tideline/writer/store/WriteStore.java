package dev.tideline.writer.store;

import dev.tideline.events.ReplicaState;
import dev.tideline.events.ResourceChanged;
import dev.tideline.events.ResourceKey;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.CollectionPlacement.Tier;
import dev.tideline.placement.Placement;
import dev.tideline.subjects.MasterKey;
import dev.tideline.writer.watch.WriteListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Every transaction the intake makes; each method is one. */
public final class WriteStore {

    private final DataSource database;
    private final Placement placement;
    private final Unsealing unsealing;
    private final Clock clock;
    private final WriteListener listener;

    /** How far a partition is committed, and below which offset every write has its outcome. */
    public record Position(long nextOffset, long settledOffset) {}

    /**
     * What an owner of a partition finds.
     *
     * @param settled parked writes that were applied and perhaps not announced
     * @param letters whether letters wait to be published
     */
    public record Opened(Position position, List<Settled> settled, boolean letters) {}

    /** @param master opens the writes of residency-bound collections; null where there are none */
    public WriteStore(
            DataSource database, Placement placement, @Nullable MasterKey master, Clock clock, WriteListener listener) {
        this.database = database;
        this.placement = placement;
        this.unsealing = new Unsealing(master);
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Begins with a partition.
     *
     * @param start where to begin if Postgres knows nothing of this partition
     * @param first the log's first offset, where to begin if Postgres knows another log
     */
    public Opened open(int partition, String logId, long start, long first) throws SQLException {
        return inTransaction(connection -> {
            Positions.open(connection, partition, logId, start, first, clock.instant());
            long next = Positions.lock(connection, partition, logId);
            return new Opened(
                    new Position(next, ParkedWrites.settledBelow(connection, partition, next)),
                    ParkedRetry.settled(connection, partition),
                    !DeadLetters.unpublished(connection, partition).isEmpty());
        });
    }

    public Committed commit(Batch batch) throws SQLException {
        return inTransaction(connection -> {
            Committed committed = new BatchTransaction(connection, placement, unsealing, batch, clock).run();
            listener.aboutToCommit(batch.partition());
            return committed;
        });
    }

    /** Moves past one write that failed, and keeps it with its key for another try. */
    public void park(Batch one, Failure failure, Instant nextTryAt) throws SQLException {
        inTransaction(connection -> {
            ParkedRetry.park(connection, one, failure, nextTryAt, clock.instant());
            return one;
        });
    }

    /** What is parked of a partition. */
    public Parked parked(int partition) throws SQLException {
        return inTransaction(connection ->
                new Parked(ParkedRetry.heads(connection, partition), ParkedWrites.count(connection, partition)));
    }

    /** Tries a parked write again. */
    public Committed retry(ParkedHead head, String logId) throws SQLException {
        return inTransaction(connection -> new ParkedRetry(connection, placement, unsealing, clock).run(head, logId));
    }

    public void failAgain(ParkedHead head, Failure failure, Instant nextTryAt) throws SQLException {
        inTransaction(connection -> {
            ParkedWrites.failAgain(connection, head.seq(), nextTryAt, failure.cause());
            return head;
        });
    }

    /** Gives a parked write up. */
    public void bury(ParkedHead head, Failure failure, String logId) throws SQLException {
        inTransaction(connection -> {
            ParkedRetry.bury(connection, head, failure, logId, clock.instant());
            return head;
        });
    }

    /** Forgets a parked write whose change is announced. */
    public void forget(int partition, long seq) throws SQLException {
        inTransaction(connection -> {
            ParkedWrites.remove(connection, seq);
            return partition;
        });
    }

    /** The collections of which every region has a full copy. */
    public Set<String> replicated() {
        return placement.collections().values().stream()
                .filter(collection -> collection.tier() == Tier.REPLICATED)
                .map(CollectionPlacement::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The current states of some resources, which may be newer than whatever made the caller ask. */
    public List<ReplicaState> replicas(Collection<ResourceKey> keys) throws SQLException {
        return inTransaction(connection -> Replicas.of(connection, keys));
    }

    /**
     * The states of a collection in the order of their ids.
     *
     * @param after only ids above this one; empty for the first
     */
    public List<ReplicaState> replicas(String collection, String after, int limit) throws SQLException {
        return inTransaction(connection -> Replicas.page(connection, collection, after, limit));
    }

    public List<Letter> unpublishedLetters(int partition) throws SQLException {
        return inTransaction(connection -> DeadLetters.unpublished(connection, partition));
    }

    public void lettersPublished(int partition, List<Letter> letters) throws SQLException {
        inTransaction(connection -> {
            DeadLetters.published(connection, letters);
            return letters;
        });
    }

    public Map<Integer, Position> positions(Collection<Integer> partitions) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Positions.read(connection, partitions);
        }
    }

    /**
     * Forgets outcomes from before a moment, some at a time. A write that is delivered again after that is not recognised.
     *
     * @return how many were forgotten; less than {@code limit} when no more are left
     */
    public int prune(Instant before, int limit) throws SQLException {
        return inTransaction(connection -> Outcomes.prune(connection, before, limit));
    }

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failed) {
                rollBack(connection, failed);
                throw failed;
            }
        }
    }

    private static void rollBack(Connection connection, Exception failed) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    /** A parked write that was applied, with what is to be announced of it. */
    public record Settled(long seq, List<ResourceChanged> changes) {}

    /**
     * The parked writes of a partition.
     *
     * @param heads the first of each resource's queue, soonest first; not all of them if there are many
     * @param writes how many there are, those behind a head too
     */
    public record Parked(List<ParkedHead> heads, long writes) {}

    /**
     * The first of a resource's parked writes.
     *
     * @param tries made so far
     */
    public record ParkedHead(
            int partition, long seq, ResourceKey resource, Entry.Write write, int tries, Instant nextTryAt) {}
}

package dev.tideline.writer.intake;

import dev.tideline.events.AppliedThrough;
import dev.tideline.events.ReplicasThrough;
import dev.tideline.writer.store.Batch;
import dev.tideline.writer.store.Committed;
import dev.tideline.writer.store.Letter;
import dev.tideline.writer.store.PositionException;
import dev.tideline.writer.store.RecordFault;
import dev.tideline.writer.store.StoppedException;
import dev.tideline.writer.store.StoreGate;
import dev.tideline.writer.store.WriteStore;
import dev.tideline.writer.trace.TracedTry;
import dev.tideline.writer.trace.WriteTraces;
import dev.tideline.writer.watch.WriteListener;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One partition, from the moment it is assigned until it is taken away, on one thread: so its batches are in order, and a
 * record that fails is dealt with before the next one is looked at.
 */
final class Lane implements Runnable, ParkedQueue.Aftermath {

    private static final long LONGEST_WAIT_MILLIS = 60_000;

    /** What every lane works with. */
    record Tools(
            WriteStore store,
            StoreGate gate,
            Announcer announcer,
            LaneRules rules,
            Clock clock,
            WriteListener listener,
            WriteTraces traces,
            TopicLog log) {}

    /** Who told the lane to begin. */
    interface Owner {
        /** Everything below this offset is committed and announced. */
        void done(long offset);

        /** The topic is another one than when the lane began: nothing more may be taken from it by this consumer. */
        void logReplaced();
    }

    private final int partition;
    private final long startOffset;
    private final Tools tools;
    private final LaneQueue queue;
    private final ParkedQueue parked;
    private final Replication replication;
    private final Owner owner;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile long announcedThrough = -1;
    private volatile @Nullable String halted;
    private volatile @Nullable Begun begun;

    /**
     * Where a lane began.
     *
     * @param logId the topic's id
     * @param offset from which on the consumer is to fetch
     */
    record Begun(String logId, long offset) {}

    /**
     * A lane that has not begun.
     *
     * @param startOffset where the group would go on by the offset that was committed in Kafka
     */
    Lane(int partition, long startOffset, Tools tools, Owner owner) {
        this.partition = partition;
        this.startOffset = startOffset;
        this.tools = tools;
        this.owner = owner;
        this.queue = new LaneQueue(tools.rules().maxRecords(), tools.rules().maxBytes());
        this.parked = new ParkedQueue(partition, tools, stop);
        this.replication = new Replication(partition, tools, stop);
    }

    LaneQueue queue() {
        return queue;
    }

    /** Null while it has not begun; nothing may be fetched for it before. */
    @Nullable
    Begun begun() {
        return begun;
    }

    private String logId() {
        return Objects.requireNonNull(begun, "nothing is announced before the lane has begun")
                .logId();
    }

    /** The offset below which everything committed is announced; -1 before that is known. */
    long announcedThrough() {
        return announcedThrough;
    }

    /** The lane ends after the batch it is at, or at once if it waits for Postgres or Kafka. */
    void stop() {
        stop.countDown();
        queue.close();
    }

    @Override
    public void run() {
        try {
            BatchReader batches = open();
            while (stop.getCount() > 0) {
                parked.tryDue(batches.logId(), this);
                long pause = parked.millisToNext(LONGEST_WAIT_MILLIS);
                if (parked.isFull()) {
                    boolean _ = stop.await(pause, TimeUnit.MILLISECONDS);
                } else {
                    apply(queue.take(pause), batches);
                }
            }
        } catch (LogReplacedException replaced) {
            owner.logReplaced();
        } catch (StoppedException | InterruptedException stopped) {
            // What was not finished is fetched again by the partition's next owner.
        } catch (PositionException wrongPosition) {
            halt(String.valueOf(wrongPosition.getMessage()));
        } catch (RuntimeException | RecordFault | Error broken) {
            halt(broken.toString());
        } finally {
            tools.listener().parkedNow(partition, 0, false);
        }
    }

    private void halt(String why) {
        halted = why;
        tools.listener().halted(partition, why);
    }

    /** Why the lane stopped for good; null while it has not. */
    @Nullable
    String halted() {
        return halted;
    }

    private BatchReader open() throws RecordFault {
        String logId = tools.log().id(stop);
        long first = tools.log().firstOffset(partition, stop);
        WriteStore.Opened opened =
                tools.gate().call(() -> tools.store().open(partition, logId, startOffset, first), stop);
        for (WriteStore.Settled settled : opened.settled()) {
            tools.announcer().changes(partition, settled.changes(), TracedTry.NONE, stop);
            tools.gate().run(() -> tools.store().forget(partition, settled.seq()), stop);
        }
        if (opened.letters()) {
            publishLetters();
        }
        parked.load();
        replication.everything();
        long next = opened.position().nextOffset();
        // What is committed and perhaps not announced comes again. Where Kafka's offset is beyond the position, as with
        // a
        // restored database or a replaced topic, the position is right.
        long begin = Math.min(next, startOffset);
        if (begin == next) {
            announcedThrough = next;
        }
        begun = new Begun(logId, begin);
        return new BatchReader(partition, logId, begin, () -> tools.log().id(stop));
    }

    private void apply(List<ConsumerRecord<byte[], byte[]>> records, BatchReader batches) throws RecordFault {
        if (!records.isEmpty()) {
            Batch batch = batches.read(records);
            apply(batch);
            owner.done(batch.nextOffset());
        }
    }

    /** A batch that fails by a record's fault is halved until that record is alone. */
    private void apply(Batch batch) throws RecordFault {
        try (TracedTry traced = tools.traces().begin(batch.entries())) {
            if (attempt(batch, traced)) {
                return;
            }
        }
        apply(batch.firstHalf());
        apply(batch.secondHalf());
    }

    /** False if it is to be halved. */
    private boolean attempt(Batch batch, TracedTry traced) throws RecordFault {
        long start = System.nanoTime();
        Committed committed;
        try {
            committed = tools.gate().call(() -> tools.store().commit(batch), stop);
        } catch (RecordFault fault) {
            traced.failed(fault.failure().cause());
            if (batch.entries().size() > 1) {
                return false;
            }
            parked.park(batch, fault.failure());
            announcedThrough = Math.max(announcedThrough, batch.nextOffset());
            return true;
        }
        tools.listener().committed(partition, committed.counts(), Duration.ofNanos(System.nanoTime() - start));
        announce(committed, traced);
        if (committed.parked() > 0) {
            parked.load();
        }
        return true;
    }

    @Override
    public void announce(Committed committed, TracedTry traced) throws RecordFault {
        traced.committed(committed);
        // Before the changes: whoever has heard of a change finds its replica.
        replication.changed(committed.changes());
        tools.announcer().changes(partition, committed.changes(), traced, stop);
        tools.announcer().erasures(partition, committed.erasures(), stop);
        committed.erasures().forEach(tools.listener()::erased);
        if (committed.letters()) {
            publishLetters();
        }
        tools.listener().announced(partition, committed.changes().size());
        announcedThrough = Math.max(announcedThrough, committed.batchEnd());
        // While records are replayed there are commits above them whose changes are perhaps not announced.
        if (announcedThrough >= committed.position()) {
            mark(new AppliedThrough(partition, logId(), committed.settledOffset(), committed.asOf()));
        }
    }

    /** Says how far the partition is, to readers of changes and of replicas. */
    void mark(AppliedThrough marker) {
        tools.announcer().marker(marker);
        ReplicasThrough replicas = replication.through(marker);
        if (replicas != null) {
            tools.announcer().marker(replicas);
        }
    }

    @Override
    public void publishLetters() throws RecordFault {
        while (true) {
            List<Letter> letters = tools.gate().call(() -> tools.store().unpublishedLetters(partition), stop);
            if (letters.isEmpty()) {
                return;
            }
            tools.announcer().letters(partition, letters, stop);
            tools.gate().run(() -> tools.store().lettersPublished(partition, letters), stop);
            letters.forEach(letter -> tools.listener()
                    .deadLettered(
                            partition,
                            letter.record().position().offset(),
                            letter.failure().cause()));
        }
    }
}

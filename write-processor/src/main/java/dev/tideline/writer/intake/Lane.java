package dev.tideline.writer.intake;

import dev.tideline.events.AppliedThrough;
import dev.tideline.writer.decide.Outcome;
import dev.tideline.writer.store.Batch;
import dev.tideline.writer.store.Committed;
import dev.tideline.writer.store.Entry;
import dev.tideline.writer.store.Letter;
import dev.tideline.writer.store.PositionException;
import dev.tideline.writer.store.RecordFault;
import dev.tideline.writer.store.StoppedException;
import dev.tideline.writer.store.StoreGate;
import dev.tideline.writer.store.WriteStore;
import dev.tideline.writer.watch.BatchCounts;
import dev.tideline.writer.watch.WriteListener;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
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
            TopicLog log) {}

    private final int partition;
    private final long startOffset;
    private final Tools tools;
    private final LaneQueue queue;
    private final ParkedQueue parked;
    private final LongConsumer done;
    private final RecordReader reader = new RecordReader();
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile long announcedThrough = -1;
    private volatile @Nullable String halted;
    private String logId = "";

    /**
     * A lane that has not begun.
     *
     * @param startOffset where the consumer goes on
     * @param done told of each offset below which everything is committed and announced
     */
    Lane(int partition, long startOffset, Tools tools, LongConsumer done) {
        this.partition = partition;
        this.startOffset = startOffset;
        this.tools = tools;
        this.done = done;
        this.queue = new LaneQueue(tools.rules().maxRecords(), tools.rules().maxBytes());
        this.parked = new ParkedQueue(partition, tools, stop);
    }

    LaneQueue queue() {
        return queue;
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
            open();
            while (stop.getCount() > 0) {
                parked.tryDue(logId, this);
                List<ConsumerRecord<byte[], byte[]>> records = queue.take(parked.millisToNext(LONGEST_WAIT_MILLIS));
                if (!records.isEmpty()) {
                    apply(records);
                }
            }
        } catch (StoppedException | InterruptedException stopped) {
            // What was not finished is fetched again by the partition's next owner.
        } catch (PositionException wrongPosition) {
            halt(String.valueOf(wrongPosition.getMessage()));
        } catch (RuntimeException | RecordFault | Error broken) {
            halt(broken.toString());
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

    private void open() throws RecordFault {
        logId = tools.log().id(stop);
        WriteStore.Opened opened = tools.gate().call(() -> tools.store().open(partition, logId, startOffset), stop);
        for (WriteStore.Settled settled : opened.settled()) {
            tools.announcer().changes(partition, settled.changes(), stop);
            tools.gate().run(() -> tools.store().forget(partition, settled.seq()), stop);
        }
        if (opened.letters()) {
            publishLetters();
        }
        parked.load();
        // Only what Kafka still has to deliver can be unannounced; if that is nothing, everything is.
        if (opened.position().nextOffset() == startOffset) {
            announcedThrough = startOffset;
        }
    }

    private void apply(List<ConsumerRecord<byte[], byte[]>> records) throws RecordFault {
        List<Entry> entries = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            entries.add(reader.read(record));
        }
        Batch batch = new Batch(partition, logId, entries);
        apply(batch);
        done.accept(batch.nextOffset());
    }

    /** A batch that fails by a record's fault is halved until that record is alone. */
    private void apply(Batch batch) throws RecordFault {
        long start = System.nanoTime();
        Committed committed;
        try {
            committed = tools.gate().call(() -> tools.store().commit(batch), stop);
        } catch (RecordFault fault) {
            if (batch.entries().size() > 1) {
                apply(batch.firstHalf());
                apply(batch.secondHalf());
            } else {
                parked.park(batch, fault.failure());
                announcedThrough = Math.max(announcedThrough, batch.nextOffset());
            }
            return;
        }
        tools.listener().committed(partition, counts(committed), Duration.ofNanos(System.nanoTime() - start));
        announce(committed);
        if (committed.parked() > 0) {
            parked.load();
        }
    }

    @Override
    public void announce(Committed committed) throws RecordFault {
        tools.announcer().changes(partition, committed.changes(), stop);
        if (committed.letters()) {
            publishLetters();
        }
        tools.listener().announced(partition, committed.changes().size());
        announcedThrough = Math.max(announcedThrough, committed.batchEnd());
        // While records are replayed there are commits above them whose changes are perhaps not announced.
        if (announcedThrough >= committed.position()) {
            tools.announcer().marker(new AppliedThrough(partition, committed.settledOffset(), committed.asOf()));
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

    private static BatchCounts counts(Committed committed) {
        int[] counts = new int[5];
        for (Outcome outcome : committed.outcomes()) {
            int kind =
                    switch (outcome) {
                        case Outcome.Applied applied -> 0;
                        case Outcome.Conflict conflict -> 1;
                        case Outcome.Rejected rejected -> 2;
                        case Outcome.Duplicate duplicate -> 3;
                        case Outcome.Mismatched mismatched -> 4;
                    };
            counts[kind]++;
        }
        return new BatchCounts(
                counts[0], counts[1], counts[2], counts[3], counts[4], committed.replayed(), committed.parked());
    }
}

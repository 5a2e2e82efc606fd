package dev.tideline.writer.intake;

import dev.tideline.writer.store.Batch;
import dev.tideline.writer.store.Committed;
import dev.tideline.writer.store.Failure;
import dev.tideline.writer.store.RecordFault;
import dev.tideline.writer.store.WriteStore;
import dev.tideline.writer.store.WriteStore.ParkedHead;
import dev.tideline.writer.trace.TracedTry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The parked writes of one partition, as far as time is concerned: which one is due, and what follows from its try. */
final class ParkedQueue {

    /** What a lane does after a try. */
    interface Aftermath {
        void announce(Committed committed, TracedTry traced) throws RecordFault;

        void publishLetters() throws RecordFault;
    }

    private final int partition;
    private final Lane.Tools tools;
    private final CountDownLatch stop;
    private List<ParkedHead> heads = List.of();
    private boolean full;

    ParkedQueue(int partition, Lane.Tools tools, CountDownLatch stop) {
        this.partition = partition;
        this.tools = tools;
        this.stop = stop;
    }

    /** Looks at what is parked now. */
    void load() throws RecordFault {
        WriteStore.Parked parked = tools.gate().call(() -> tools.store().parked(partition), stop);
        heads = parked.heads();
        full = parked.writes() >= tools.rules().maxParked();
        tools.listener().parkedNow(partition, parked.writes(), full);
    }

    /**
     * Whether there are so many that no further batch may be taken: writes behind a parked one would be parked too, and their
     * order can be kept in Kafka as well.
     */
    boolean isFull() {
        return full;
    }

    void park(Batch one, Failure failure) throws RecordFault {
        tools.listener().recordFailed(partition, one.firstOffset(), failure.cause(), 1);
        tools.gate().run(() -> tools.store().park(one, failure, after(1)), stop);
        load();
    }

    long millisToNext(long longest) {
        if (heads.isEmpty()) {
            return longest;
        }
        long millis = Duration.between(now(), heads.getFirst().nextTryAt()).toMillis();
        return Math.clamp(millis, 0, longest);
    }

    /** Tries each head that is due once; what stands behind one that succeeded is due at once. */
    void tryDue(String logId, Aftermath aftermath) throws RecordFault {
        while (stop.getCount() > 0
                && !heads.isEmpty()
                && !heads.getFirst().nextTryAt().isAfter(now())) {
            tryAgain(heads.getFirst(), logId, aftermath);
            load();
        }
    }

    private void tryAgain(ParkedHead head, String logId, Aftermath aftermath) throws RecordFault {
        try (TracedTry traced = tools.traces().begin(List.of(head.write()))) {
            tryAgain(head, logId, aftermath, traced);
        }
    }

    private void tryAgain(ParkedHead head, String logId, Aftermath aftermath, TracedTry traced) throws RecordFault {
        Committed committed;
        try {
            committed = tools.gate().call(() -> tools.store().retry(head, logId), stop);
        } catch (RecordFault fault) {
            traced.failed(fault.failure().cause());
            failedAgain(head, fault.failure(), logId, aftermath);
            return;
        }
        aftermath.announce(committed, traced);
        tools.gate().run(() -> tools.store().forget(partition, head.seq()), stop);
    }

    private void failedAgain(ParkedHead head, Failure failure, String logId, Aftermath aftermath) throws RecordFault {
        int failures = head.tries() + 1;
        tools.listener().recordFailed(partition, head.write().offset(), failure.cause(), failures);
        if (failures < tools.rules().retry().tries()) {
            tools.gate().run(() -> tools.store().failAgain(head, failure, after(failures)), stop);
        } else {
            tools.gate().run(() -> tools.store().bury(head, failure, logId), stop);
            aftermath.publishLetters();
        }
    }

    private Instant after(int failures) {
        return now().plus(tools.rules().retry().pauseAfter(failures));
    }

    private Instant now() {
        return tools.clock().instant();
    }
}

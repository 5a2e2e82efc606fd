package dev.tideline.writer.watch;

import dev.tideline.events.SubjectErased;
import java.time.Duration;
import java.util.List;

/**
 * Told of each step a batch takes, by the thread that takes it: an implementation must be quick and must not throw. Calls
 * of one partition come in order; those of different partitions at the same time.
 */
public interface WriteListener {

    /** All statements of a batch are done, and the commit follows. */
    default void aboutToCommit(int partition) {}

    /** A batch is in Postgres; nothing of it is announced yet. */
    default void committed(int partition, BatchCounts counts, Duration took) {}

    /** Kafka has every change of the batch; the offset is not moved yet. */
    default void announced(int partition, int changes) {}

    /** A data subject is erased, and Kafka has every change of it. */
    default void erased(SubjectErased erased) {}

    /** Kafka has the new offset. */
    default void offsetCommitted(int partition, long nextOffset) {}

    /** A record failed by its own fault. */
    default void recordFailed(int partition, long offset, String cause, int tries) {}

    /**
     * How many writes of a partition are parked now.
     *
     * @param held whether the partition takes no further batch before there are fewer
     */
    default void parkedNow(int partition, long writes, boolean held) {}

    /** A record was given up. */
    default void deadLettered(int partition, long offset, String cause) {}

    /** The breaker around Postgres opened or closed. */
    default void storeReachable(boolean reachable) {}

    /** Something outside did not answer and will be asked again. */
    default void waiting(String what, String why) {}

    /** A partition stopped for good: going on would skip or repeat writes. */
    default void halted(int partition, String why) {}

    /** One that passes each call on to all. */
    static WriteListener all(List<WriteListener> listeners) {
        return new AllListeners(listeners);
    }
}

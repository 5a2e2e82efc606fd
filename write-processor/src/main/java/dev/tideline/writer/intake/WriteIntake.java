package dev.tideline.writer.intake;

import dev.tideline.events.Topics;
import dev.tideline.writer.watch.WriteListener;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The loop around the consumer: hands records to the lanes, holds partitions back whose lane is full or all of them while
 * Postgres is away, and commits the offsets that lanes hand back. It goes on polling whatever happens, which is what keeps
 * its place in the group.
 */
final class WriteIntake implements ConsumerRebalanceListener {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration POLL_WHILE_HELD_BACK = Duration.ofMillis(5);

    /** A crash repeats what was done since; each commit is a write to Kafka, which changes wait behind. */
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Lane.Tools tools;
    private final Duration drain;
    private final WriteListener listener;
    private final Map<Integer, Lane> lanes = new ConcurrentHashMap<>();
    private final Map<Integer, Thread> threads = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> done = new ConcurrentHashMap<>();
    private final Set<TopicPartition> positioned = new HashSet<>();
    private volatile boolean logReplaced;
    private long committedAt = System.nanoTime();

    WriteIntake(Consumer<byte[], byte[]> consumer, Lane.Tools tools, Duration drain) {
        this.consumer = consumer;
        this.tools = tools;
        this.drain = drain;
        this.listener = tools.listener();
    }

    Map<Integer, Lane> lanes() {
        return lanes;
    }

    /** The topic is another one now: {@link #run} ends. To be called from any thread. */
    void logReplaced() {
        logReplaced = true;
    }

    /**
     * Runs until {@code stop}, then lets each lane end its batch, commits, and leaves the group.
     *
     * @throws LogReplacedException if the topic is another one now; offsets of the one before are not committed
     */
    void run(CountDownLatch stop) {
        try {
            consumer.subscribe(List.of(Topics.WRITES), this);
            boolean heldBack = false;
            while (stop.getCount() > 0) {
                if (logReplaced) {
                    throw new LogReplacedException();
                }
                var records = consumer.poll(heldBack ? POLL_WHILE_HELD_BACK : POLL);
                for (TopicPartition partition : records.partitions()) {
                    lane(partition).queue().add(records.records(partition));
                }
                heldBack = regulate();
                if (System.nanoTime() - committedAt >= COMMIT_INTERVAL.toNanos()) {
                    committedAt = System.nanoTime();
                    commitDone(false);
                }
            }
        } finally {
            endLanes(List.copyOf(lanes.keySet()));
            try {
                if (!logReplaced) {
                    commitDone(true);
                }
            } catch (KafkaException away) {
                listener.waiting("Kafka", "offsets were not committed: " + away.getMessage());
            }
            // A processor that is stopped leaves, so that another takes over at once; one that is killed keeps its
            // place.
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(5))
                    .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        }
    }

    private Lane lane(TopicPartition partition) {
        return Objects.requireNonNull(lanes.get(partition.partition()), "an assigned partition has a lane");
    }

    private boolean regulate() {
        boolean away = !tools.gate().isOpenForWrites();
        for (TopicPartition partition : consumer.assignment()) {
            Lane lane = lane(partition);
            boolean paused = consumer.paused().contains(partition);
            if (!paused && (away || lane.queue().isFull())) {
                consumer.pause(List.of(partition));
            } else if (paused && !away && lane.queue().hasRoom()) {
                resume(partition, lane);
            }
        }
        return !away && !consumer.paused().isEmpty();
    }

    private void resume(TopicPartition partition, Lane lane) {
        Lane.Begun begun = lane.begun();
        if (begun != null) {
            if (positioned.add(partition)) {
                consumer.seek(partition, begun.offset());
            }
            consumer.resume(List.of(partition));
        }
    }

    private void commitDone(boolean wait) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : List.copyOf(done.keySet())) {
            OffsetAndMetadata offset = done.remove(partition);
            if (offset != null) {
                offsets.put(partition, offset);
            }
        }
        if (offsets.isEmpty()) {
            return;
        }
        if (wait) {
            consumer.commitSync(offsets, Duration.ofSeconds(5));
            tellCommitted(offsets);
        } else {
            consumer.commitAsync(offsets, (committed, failure) -> {
                // A commit that failed is made good by the next one, or by the replay that it causes.
                if (failure == null) {
                    tellCommitted(committed);
                }
            });
        }
    }

    private void tellCommitted(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> listener.offsetCommitted(partition.partition(), offset.offset()));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        // Until their lanes know where to begin.
        consumer.pause(assigned);
        positioned.removeAll(assigned);
        for (TopicPartition partition : assigned) {
            Lane lane = new Lane(partition.partition(), consumer.position(partition), tools, owner(partition));
            lanes.put(partition.partition(), lane);
            threads.put(
                    partition.partition(),
                    Thread.ofVirtual().name("lane-" + partition.partition()).start(lane));
        }
    }

    private Lane.Owner owner(TopicPartition partition) {
        return new Lane.Owner() {
            @Override
            public void done(long offset) {
                done.put(partition, new OffsetAndMetadata(offset));
            }

            @Override
            public void logReplaced() {
                WriteIntake.this.logReplaced();
            }
        };
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        endLanes(revoked.stream().map(TopicPartition::partition).toList());
        commitDone(true);
    }

    /** Taken away while this processor slept: the new owner has begun, and these offsets are not ours to commit. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        endLanes(lost.stream().map(TopicPartition::partition).toList());
        lost.forEach(done::remove);
    }

    private void endLanes(Collection<Integer> partitions) {
        for (int partition : partitions) {
            Lane lane = lanes.get(partition);
            // Leaving the group revokes what was ended before.
            if (lane != null) {
                lane.stop();
            }
        }
        long until = System.nanoTime() + drain.toNanos();
        for (int partition : partitions) {
            Thread thread = threads.remove(partition);
            try {
                if (thread != null && !thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())))) {
                    // Its transaction cannot commit once the next owner has moved the position.
                    listener.waiting("partition " + partition, "its last batch did not end in time");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            lanes.remove(partition);
        }
    }
}

package dev.tideline.invalidation.feed;

import dev.tideline.events.AppliedThrough;
import dev.tideline.events.EventCodec;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeIssued.Cause;
import dev.tideline.events.PurgeIssued.Mode;
import dev.tideline.events.Scope;
import dev.tideline.events.Topics;
import dev.tideline.invalidation.plan.PlannedPurge;
import dev.tideline.invalidation.plan.PurgePlanner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Reads {@code tideline.changes} in a consumer group and keeps the purge log up with it, on a thread of its own.
 *
 * <p>The order of one round is what everything else rests on: read, plan, append the purges, wait until Kafka has them
 * all, only then raise the watermarks and let a heartbeat carry them, only then commit the offsets. So a heartbeat never
 * covers a change whose purge is not before it in the log, whatever crashes in between and however many instances share
 * the partitions. A crash repeats purges, which is harmless.
 */
public final class ChangeFeed implements AutoCloseable {

    /** So long a heartbeat waits for others: under load one speaks for many batches. */
    private static final Duration COALESCE = Duration.ofMillis(10);

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(250);

    private final PurgePlanner planner;
    private final PurgeWriter writer;
    private final Map<String, Object> kafka;
    private final Duration interval;
    private final Clock clock;
    private final FeedListener listener;
    private final EventCodec codec = new EventCodec();
    private final Watermarks watermarks = new Watermarks();
    private final Thread thread = new Thread(this::run, "change-feed");
    private volatile boolean closed;
    private boolean awaited;
    private long heartbeatAt;
    private long committedAt;

    /** @param interval between heartbeats while nothing happens */
    public ChangeFeed(
            PurgePlanner planner,
            PurgeWriter writer,
            Map<String, Object> kafka,
            Duration interval,
            Clock clock,
            FeedListener listener) {
        this.planner = planner;
        this.writer = writer;
        this.kafka = kafka;
        this.interval = interval;
        this.clock = clock;
        this.listener = listener;
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(FeedKafka.group(kafka))) {
                consumer.subscribe(List.of(Topics.CHANGES), new Handover());
                while (!closed) {
                    round(consumer);
                }
                consumer.commitSync(Duration.ofSeconds(3));
            } catch (InterruptException stopping) {
                return;
            } catch (RuntimeException away) {
                // Whatever it was: without this thread no change would ever be purged again.
                listener.failed(away);
                pause();
            }
        }
    }

    private void round(KafkaConsumer<byte[], byte[]> consumer) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(untilHeartbeat());
        if (!records.isEmpty()) {
            ChangeBatch batch = ChangeBatch.read(records, codec);
            try {
                append(batch);
            } catch (ExecutionException notAppended) {
                listener.failed(notAppended);
                again(consumer, records);
                return;
            }
            for (AppliedThrough statement : batch.statements()) {
                awaited |= watermarks.covered(statement);
            }
            commit(consumer);
        }
        beat(consumer);
    }

    private void append(ChangeBatch batch) throws ExecutionException {
        List<PlannedPurge> planned = new ArrayList<>(planner.plan(batch.changes()));
        if (!batch.unreadable().isEmpty()) {
            planned.add(new PlannedPurge(batch.unreadable(), clock.instant()));
        }
        List<CompletableFuture<Long>> sent = planned.stream().map(this::send).toList();
        int scopes = 0;
        for (int i = 0; i < sent.size(); i++) {
            await(sent.get(i));
            scopes += planned.get(i).scopes().size();
        }
        if (scopes > 0) {
            listener.purged(batch.changes().size(), scopes);
        }
        if (batch.skipped() > 0 || !batch.unreadable().isEmpty()) {
            listener.unreadable(batch.unreadable().size() / 2, batch.skipped());
        }
    }

    private CompletableFuture<Long> send(PlannedPurge planned) {
        List<Scope> scopes = planned.scopes();
        return writer.append(new PurgeIssued(
                UUID.randomUUID(), scopes, Mode.HARD, Set.of(), Cause.CHANGE, clock.instant(), planned.committedAt()));
    }

    private static void await(CompletableFuture<Long> appended) throws ExecutionException {
        try {
            appended.get();
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }

    /** Reads the same records again after a pause, in which the group must not take us for dead. */
    private void again(KafkaConsumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, records.records(partition).getFirst().offset());
            }
        }
        pause();
    }

    private void commit(KafkaConsumer<byte[], byte[]> consumer) {
        long now = System.nanoTime();
        if (now - committedAt >= COMMIT_INTERVAL.toNanos()) {
            committedAt = now;
            // One that fails, as in a rebalance, is made up for by the next; or the changes are purged once more.
            consumer.commitAsync((offsets, failure) -> {});
        }
    }

    private void beat(KafkaConsumer<byte[], byte[]> consumer) {
        if (untilHeartbeat().isPositive()) {
            return;
        }
        heartbeatAt = System.nanoTime();
        awaited = false;
        Instant now = clock.instant();
        int partitions = consumer.partitionsFor(Topics.CHANGES).size();
        watermarks.heartbeat(now, partitions).ifPresent(heartbeat -> {
            writer.append(heartbeat).exceptionally(lost -> {
                listener.failed(lost);
                return -1L;
            });
            listener.heartbeat();
        });
    }

    private Duration untilHeartbeat() {
        Duration due = awaited ? COALESCE : interval;
        Duration left = due.minusNanos(System.nanoTime() - heartbeatAt);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Handover implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            watermarks.forget(partitions.stream().map(TopicPartition::partition).toList());
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    }

    /** Finishes the round and commits what was done. Waits up to 10 s. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!thread.join(Duration.ofSeconds(10))) {
                thread.interrupt();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}

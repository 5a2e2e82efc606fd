package dev.tideline.invalidation.feed;

import dev.tideline.events.AppliedThrough;
import dev.tideline.events.EventCodec;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeIssued.Cause;
import dev.tideline.events.PurgeIssued.Mode;
import dev.tideline.events.PurgeLogRecord;
import dev.tideline.events.Scope;
import dev.tideline.events.SubjectErased;
import dev.tideline.events.Topics;
import dev.tideline.invalidation.plan.PlannedPurge;
import dev.tideline.invalidation.plan.PurgePlanner;
import dev.tideline.invalidation.trace.ChangeTraces;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Reads {@code tideline.changes} in a consumer group and keeps the purge log up with it, on a thread of its own.
 *
 * <p>The order of steps is what everything else rests on: read, plan, append the purges, and when Kafka has them all raise
 * the watermarks and let a heartbeat carry them, and only then commit the offsets. So a heartbeat never covers a change
 * whose purge is not before it in the log, whatever crashes in between and however many instances share the partitions. A
 * crash repeats purges, which is harmless. While Kafka takes the purges of one batch the next is read already: a change
 * does not wait for the answer to the one before.
 */
public final class ChangeFeed implements AutoCloseable {

    /** So long a heartbeat waits for others: under load one speaks for many batches. */
    private static final Duration COALESCE = Duration.ofMillis(10);

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(250);

    /** So long the feed waits for more changes while purges are on their way; then it looks whether they have arrived. */
    private static final Duration LOOK = Duration.ofMillis(3);

    private final PurgePlanner planner;
    private final Log log;
    private final Map<String, Object> kafka;
    private final Duration interval;
    private final Clock clock;
    private final FeedListener listener;
    private final ChangeTraces traces;
    private final EventCodec codec = new EventCodec();
    private final Watermarks watermarks = new Watermarks();
    private final UnderWay underWay = new UnderWay();
    private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    private final Thread thread = new Thread(this::run, "change-feed");
    private volatile boolean closed;
    private boolean awaited;
    private long heartbeatAt;
    private long committedAt;

    /** The purge log. */
    @FunctionalInterface
    public interface Log {
        /**
         * Appends, in the order of the calls; completes when Kafka has the record.
         *
         * @param traces that the record is a step of
         */
        CompletableFuture<Long> append(PurgeLogRecord entry, List<SpanContext> traces);
    }

    /**
     * A feed that has not started.
     *
     * @param interval between heartbeats while nothing happens
     */
    public ChangeFeed(
            PurgePlanner planner,
            Log log,
            Map<String, Object> kafka,
            Duration interval,
            Clock clock,
            FeedListener listener,
            ChangeTraces traces) {
        this.planner = planner;
        this.log = log;
        this.kafka = kafka;
        this.interval = interval;
        this.clock = clock;
        this.listener = listener;
        this.traces = traces;
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(FeedKafka.group(kafka))) {
                underWay.abandon();
                done.clear();
                consumer.subscribe(List.of(Topics.CHANGES), new Handover(consumer));
                while (!closed) {
                    round(consumer);
                }
                settleAll(consumer);
                consumer.commitSync(Map.copyOf(done), Duration.ofSeconds(3));
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
        Duration idle = untilHeartbeat();
        boolean look = !underWay.isEmpty() && idle.compareTo(LOOK) > 0;
        ConsumerRecords<byte[], byte[]> records = consumer.poll(look ? LOOK : idle);
        if (!records.isEmpty()) {
            append(records);
        }
        settle(consumer);
        commit(consumer);
        beat(consumer);
    }

    private void append(ConsumerRecords<byte[], byte[]> records) {
        ChangeBatch batch = ChangeBatch.read(records, codec);
        List<PlannedPurge> planned = new ArrayList<>(planner.plan(batch.changes()));
        if (!batch.unreadable().isEmpty()) {
            planned.add(new PlannedPurge(batch.unreadable(), clock.instant()));
        }
        ChangeTraces.Traced traced = traces.begin(records);
        List<CompletableFuture<Long>> appended = new ArrayList<>();
        for (PlannedPurge one : planned) {
            // A change is purged once the last of its batch's purges is applied.
            appended.add(send(one, one.equals(planned.getLast()) ? traced.contexts() : List.of()));
        }
        // An erasure's receipt comes behind all purges of its documents: who has applied it has applied those.
        batch.erasures().forEach(erased -> appended.add(send(erased)));
        CompletableFuture<?>[] sent = appended.toArray(CompletableFuture<?>[]::new);
        var unused = CompletableFuture.allOf(sent).whenComplete((all, refused) -> traced.end(refused));
        int scopes = planned.stream().mapToInt(one -> one.scopes().size()).sum();
        underWay.add(UnderWay.Sent.of(records, batch, scopes, sent));
    }

    private CompletableFuture<Long> send(PlannedPurge planned, List<SpanContext> traced) {
        List<Scope> scopes = planned.scopes();
        PurgeIssued purge = new PurgeIssued(
                UUID.randomUUID(), scopes, Mode.HARD, Set.of(), Cause.CHANGE, clock.instant(), planned.committedAt());
        return log.append(purge, traced);
    }

    private CompletableFuture<Long> send(SubjectErased erased) {
        Instant now = clock.instant();
        List<Scope> mark = List.of(new Scope.Tag("erasure-" + erased.erasureId()));
        PurgeIssued receipt = new PurgeIssued(
                erased.erasureId(), mark, Mode.HARD, Set.of(), Cause.CHANGE, now, erased.erasedAt(), erased);
        return log.append(receipt, List.of());
    }

    /** Takes note of what Kafka has by now, in the order it was read. */
    private void settle(KafkaConsumer<byte[], byte[]> consumer) {
        while (underWay.isDue()) {
            settleFirst(consumer);
        }
    }

    private void settleAll(KafkaConsumer<byte[], byte[]> consumer) {
        while (!underWay.isEmpty()) {
            settleFirst(consumer);
        }
    }

    private void settleFirst(KafkaConsumer<byte[], byte[]> consumer) {
        UnderWay.Sent first = underWay.first();
        try {
            first.appended().get();
        } catch (ExecutionException notAppended) {
            listener.failed(notAppended);
            again(consumer);
            return;
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
        underWay.settleFirst();
        done.putAll(first.next());
        for (AppliedThrough statement : first.batch().statements()) {
            awaited |= watermarks.covered(statement);
        }
        tell(first);
    }

    private void tell(UnderWay.Sent appended) {
        ChangeBatch batch = appended.batch();
        if (appended.scopes() > 0) {
            listener.purged(batch.changes().size(), appended.scopes());
        }
        if (batch.skipped() > 0 || !batch.unreadable().isEmpty()) {
            listener.unreadable(batch.unreadable().size() / 2, batch.skipped());
        }
    }

    /** Reads again, after a pause, from the first batch on that Kafka has not; the group must not take us for dead. */
    private void again(KafkaConsumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> from = underWay.abandon();
        from.keySet().retainAll(consumer.assignment());
        from.forEach(consumer::seek);
        pause();
    }

    private void commit(KafkaConsumer<byte[], byte[]> consumer) {
        long now = System.nanoTime();
        if (!done.isEmpty() && now - committedAt >= COMMIT_INTERVAL.toNanos()) {
            committedAt = now;
            // One that fails, as in a rebalance, is made up for by the next; or the changes are purged once more.
            consumer.commitAsync(Map.copyOf(done), (offsets, failure) -> {});
            done.clear();
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
            log.append(heartbeat, List.of()).exceptionally(lost -> {
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
        private final KafkaConsumer<byte[], byte[]> consumer;

        Handover(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            settleAll(consumer);
            done.keySet().removeAll(partitions);
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

package dev.tideline.gateway.purge;

import dev.tideline.events.Decoded;
import dev.tideline.events.EventCodec;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeLogRecord;
import dev.tideline.events.Topics;
import dev.tideline.traces.TraceHeader;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Reads {@code tideline.purges} into a {@link PurgeLog}, on a thread of its own, without a consumer group: every instance
 * reads everything, from {@code now - replay} on. When Kafka is away it waits and goes on where it was. When the topic
 * was recreated (its id changed) it begins anew, and all entries are dead.
 */
public final class PurgeFollower implements AutoCloseable {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.PURGES, 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final PurgeLog log;
    private final Map<String, Object> kafka;
    private final Duration replay;
    private final Clock clock;
    private final FollowerListener listener;
    private final EventCodec codec = new EventCodec();
    private final FollowerThread thread;
    private volatile boolean caughtUp;
    private long target;

    /**
     * @param kafka client settings with {@code bootstrap.servers}; group and offset settings are overridden
     * @param replay how far back to read at the start: the longest time an entry can be kept. Too little is safe, and
     *     costs the entries that are older
     */
    public PurgeFollower(
            PurgeLog log, Map<String, Object> kafka, Duration replay, Clock clock, FollowerListener listener) {
        this.log = log;
        this.kafka = kafka;
        this.replay = replay;
        this.clock = clock;
        this.listener = listener;
        this.thread = new FollowerThread("purge-follower", this::follow, PAUSE, listener::failed);
    }

    public void start() {
        thread.start();
    }

    /** Whether everything that was in the log at the start has been applied. Once true it stays so. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    private void follow() {
        Admin admin = Admin.create(FollowerKafka.admin(kafka));
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(FollowerKafka.consumer(kafka))) {
            TopicIdentity identity = new TopicIdentity(Topics.PURGES, admin);
            consumer.assign(List.of(PARTITION));
            String id = open(identity, consumer);
            while (!thread.isClosed() && identity.isStill(id)) {
                apply(consumer.poll(POLL));
                reachTarget();
            }
        } catch (OffsetOutOfRangeException lost) {
            // Opened again at once, which finds out what is left.
            listener.failed(lost);
        } finally {
            // Without waiting: a question that Kafka has not answered would hold up the next attempt.
            admin.close(Duration.ZERO);
        }
    }

    /** Positions the consumer. The identity is asked for again afterwards: the topic may be recreated in between. */
    private String open(TopicIdentity identity, KafkaConsumer<byte[], byte[]> consumer) {
        while (true) {
            String id = identity.ask();
            long begin = offset(consumer.beginningOffsets(List.of(PARTITION)));
            long end = offset(consumer.endOffsets(List.of(PARTITION)));
            long first = id.equals(log.now().log()) ? resume(begin, end) : replayFrom(consumer, begin, end);
            if (!id.equals(identity.ask())) {
                continue;
            }
            log.open(id, first);
            target = end;
            consumer.seek(PARTITION, first);
            listener.opened(id, first, end);
            reachTarget();
            return id;
        }
    }

    private long resume(long begin, long end) {
        long next = log.now().offset() + 1;
        if (next > end) {
            log.cutBack(end);
            return end;
        }
        return Math.max(begin, next);
    }

    private long replayFrom(KafkaConsumer<byte[], byte[]> consumer, long begin, long end) {
        long since = clock.instant().minus(replay).toEpochMilli();
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(PARTITION, since)).get(PARTITION);
        return found == null ? end : Math.max(begin, found.offset());
    }

    private static long offset(Map<TopicPartition, Long> offsets) {
        Long offset = offsets.get(PARTITION);
        if (offset == null) {
            throw new KafkaException("no offsets for " + PARTITION);
        }
        return offset;
    }

    private void apply(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> one : records) {
            switch (codec.decode(one.value(), PurgeLogRecord.class)) {
                case Decoded.Value<PurgeLogRecord>(var entry) -> {
                    if (log.apply(one.offset(), entry) && entry instanceof PurgeIssued purge) {
                        listener.purged(one.offset(), purge);
                        tellTraces(one);
                    }
                }
                case Decoded.Unreadable<PurgeLogRecord>(var reason) -> {
                    log.skip(one.offset());
                    listener.unreadable(one.offset(), reason);
                }
            }
        }
        if (!records.isEmpty()) {
            listener.advanced();
        }
    }

    private void tellTraces(ConsumerRecord<byte[], byte[]> purge) {
        List<SpanContext> traces = new ArrayList<>();
        for (Header header : purge.headers().headers(TraceHeader.NAME)) {
            SpanContext trace = TraceHeader.read(header.value());
            if (caughtUp && trace.isSampled() && traces.size() < TraceHeader.MOST) {
                traces.add(trace);
            }
        }
        if (!traces.isEmpty()) {
            listener.traced(purge.offset(), traces);
        }
    }

    private void reachTarget() {
        if (!caughtUp && log.now().offset() + 1 >= target) {
            caughtUp = true;
            listener.caughtUp();
        }
    }

    /** Stops reading; what is known stays. Waits up to 5 s for the thread. */
    @Override
    public void close() {
        thread.close();
    }
}

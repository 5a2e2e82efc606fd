package dev.tideline.invalidation.fleet;

import dev.tideline.events.Decoded;
import dev.tideline.events.EventCodec;
import dev.tideline.events.GatewayStatus;
import dev.tideline.events.Heartbeat;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeLogRecord;
import dev.tideline.events.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the purge log and the fleet's reports, both from a while ago on, without a consumer group and on a thread of its
 * own: every instance of this service reads all of it.
 */
public final class FleetFeed implements AutoCloseable {

    private static final TopicPartition PURGES = new TopicPartition(Topics.PURGES, 0);
    private static final TopicPartition STATUS = new TopicPartition(Topics.GATEWAY_STATUS, 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Fleet fleet;
    private final RecentPurges purges;
    private final News news;
    private final Map<String, Object> kafka;
    private final Reach reach;
    private final Clock clock;
    private final Consumer<Throwable> failures;
    private final Coverage coverage = new Coverage();
    private final EventCodec codec = new EventCodec();
    private final Thread thread = new Thread(this::run, "fleet-feed");
    private volatile boolean closed;
    private volatile String log = "";
    private volatile long lastOffset = -1;
    private volatile Instant knownFrom = Instant.MAX;

    /**
     * How far it looks back.
     *
     * @param memory how far back purges are read
     * @param warmUp how long it takes after the start until every instance that is there has been heard
     * @param replicas of the topics, where they have to be made
     */
    public record Reach(Duration memory, Duration warmUp, short replicas) {}

    public FleetFeed(
            Fleet fleet,
            RecentPurges purges,
            News news,
            Map<String, Object> kafka,
            Reach reach,
            Clock clock,
            Consumer<Throwable> failures) {
        this.fleet = fleet;
        this.purges = purges;
        this.news = news;
        this.kafka = kafka;
        this.reach = reach;
        this.clock = clock;
        this.failures = failures;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** The purge log's identity; empty before it was first read. */
    public String log() {
        return log;
    }

    /** Offset of the last record of the purge log that was seen here; -1 before the first. */
    public long lastOffset() {
        return lastOffset;
    }

    /** As of when the log up to this place covers all writes; empty where that is not known. */
    public Optional<Instant> coveredAt(long offset) {
        return coverage.at(offset);
    }

    /** Whether every live instance has had the time to be heard: before, "all have applied it" cannot be said. */
    public boolean knowsTheFleet() {
        return clock.instant().isAfter(knownFrom);
    }

    private void run() {
        while (!closed) {
            try {
                follow();
            } catch (InterruptException stopping) {
                return;
            } catch (RuntimeException away) {
                failures.accept(away);
                pause();
            }
        }
    }

    private void follow() {
        try (TopicIdentity identity = new TopicIdentity(Topics.PURGES, kafka);
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings(kafka))) {
            consumer.assign(List.of(PURGES, STATUS));
            identity.ensureTopics(reach.replicas());
            String id = identity.ask();
            rewind(consumer, PURGES, reach.memory());
            rewind(consumer, STATUS, reach.warmUp());
            coverage.forget();
            log = id;
            knownFrom = clock.instant().plus(reach.warmUp());
            while (!closed && identity.isStill(id)) {
                boolean heard = false;
                for (ConsumerRecord<byte[], byte[]> one : consumer.poll(POLL)) {
                    heard |= read(one, id);
                }
                if (heard) {
                    news.arrive();
                }
            }
        }
    }

    private boolean read(ConsumerRecord<byte[], byte[]> one, String id) {
        if (one.topic().equals(Topics.PURGES)) {
            lastOffset = one.offset();
            if (codec.decode(one.value(), PurgeLogRecord.class) instanceof Decoded.Value<PurgeLogRecord>(var entry)) {
                switch (entry) {
                    case PurgeIssued purge -> purges.remember(purge, id, one.offset());
                    case Heartbeat beat -> coverage.read(beat, one.offset());
                }
            }
            return false;
        }
        if (codec.decode(one.value(), GatewayStatus.class) instanceof Decoded.Value<GatewayStatus>(var status)) {
            fleet.hear(status, clock.instant());
            purges.acknowledge(status);
            return true;
        }
        return false;
    }

    private void rewind(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, Duration back) {
        long since = clock.instant().minus(back).toEpochMilli();
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(partition, since)).get(partition);
        if (found == null) {
            consumer.seekToEnd(List.of(partition));
        } else {
            consumer.seek(partition, found.offset());
        }
    }

    static Map<String, Object> settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return settings;
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (!thread.join(Duration.ofSeconds(5))) {
                thread.interrupt();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}

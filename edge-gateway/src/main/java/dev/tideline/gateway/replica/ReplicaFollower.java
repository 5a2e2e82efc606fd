package dev.tideline.gateway.replica;

import dev.tideline.events.Decoded;
import dev.tideline.events.EventCodec;
import dev.tideline.events.ReplicaLogRecord;
import dev.tideline.events.Topics;
import dev.tideline.gateway.purge.FollowerKafka;
import dev.tideline.gateway.purge.FollowerThread;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole topic on a thread of its own and follows it. While Kafka is away the copies stay as they are, and say so by
 * their age. Whenever the topic has to be read anew, the earlier copies serve until the new ones are whole.
 */
final class ReplicaFollower implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Map<String, Object> kafka;
    private final Set<String> wanted;
    private final long maxBytes;
    private final ReplicaEvents events;
    private final EventCodec codec = new EventCodec();
    private final FollowerThread thread;
    private volatile @Nullable Copies copies;

    /** @param wanted the collections of tier replicated */
    ReplicaFollower(Map<String, Object> kafka, Set<String> wanted, long maxBytes, ReplicaEvents events) {
        this.kafka = FollowerKafka.consumer(kafka);
        this.wanted = wanted;
        this.maxBytes = maxBytes;
        this.events = events;
        this.thread = new FollowerThread("replicas", this::follow, PAUSE, events::failed);
    }

    void start() {
        if (!wanted.isEmpty()) {
            thread.start();
        }
    }

    /** The copies; empty until the topic was read to where it ended when reading began. */
    Optional<Copies> copies() {
        return Optional.ofNullable(copies);
    }

    private void follow() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka)) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.REPLICAS).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new KafkaException("there is no topic " + Topics.REPLICAS + " yet");
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Copies fresh = new Copies(partitions.size(), wanted, maxBytes, events::tooLarge);
            boolean caughtUp = false;
            while (!thread.isClosed()) {
                for (ConsumerRecord<byte[], byte[]> one : consumer.poll(POLL)) {
                    apply(fresh, one);
                }
                if (!caughtUp && hasReached(consumer, ends)) {
                    caughtUp = true;
                    copies = fresh;
                    events.caughtUp(fresh.bytes());
                }
            }
        }
    }

    private void apply(Copies fresh, ConsumerRecord<byte[], byte[]> one) {
        switch (codec.decode(one.value(), ReplicaLogRecord.class)) {
            case Decoded.Value<ReplicaLogRecord>(var logRecord) -> fresh.apply(logRecord);
            case Decoded.Unreadable<ReplicaLogRecord>(var reason) -> events.unreadable(reason);
        }
    }

    private static boolean hasReached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Stops reading; what is known stays. Waits up to 5 s for the thread. */
    @Override
    public void close() {
        thread.close();
    }
}

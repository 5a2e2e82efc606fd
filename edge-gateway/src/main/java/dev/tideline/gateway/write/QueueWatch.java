package dev.tideline.gateway.write;

import dev.tideline.events.Topics;
import dev.tideline.events.WritePosition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Measures the queue at an interval on a thread of its own, and says whether it takes more. */
final class QueueWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueWatch.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int SAMPLES = 600;

    /**
     * What is known of the queue.
     *
     * @param logId Kafka's id of the topic: one that was deleted and made again counts its offsets anew
     */
    record Seen(String logId, QueueGate gate, QueueLag lag, Instant at) {}

    private final Map<String, Object> properties;
    private final WriteSettings.Queue settings;
    private final Clock clock;
    private final LagHistory history;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tideline-queue-watch").factory());
    private volatile @Nullable Seen seen;
    private volatile @Nullable Admin admin;
    /** The kinds of failure since it could last be measured. */
    private final Set<Class<?>> told = new HashSet<>();

    /** @param kafka where the brokers are and how to log in */
    QueueWatch(Map<String, Object> kafka, WriteSettings.Queue settings, Clock clock) {
        this.properties = new HashMap<>(kafka);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        this.settings = settings;
        this.clock = clock;
        this.history = new LagHistory(settings.closeAboveAge(), SAMPLES);
    }

    void start() {
        var unused =
                thread.scheduleWithFixedDelay(this::look, 0, settings.every().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The last measurement; null before the first. While Kafka cannot be asked, it stays as it was. */
    @Nullable
    Seen seen() {
        return seen;
    }

    QueueGate gate() {
        Seen last = seen;
        return last == null ? new QueueGate.Unseen() : last.gate();
    }

    double lagRecords() {
        Seen last = seen;
        return last == null ? Double.NaN : last.lag().records();
    }

    double lagSeconds() {
        Seen last = seen;
        return last == null ? Double.NaN : last.lag().age().toMillis() / 1000.0;
    }

    /**
     * The last position of each partition that has one, at some moment after this was asked for. Blocks nobody; fails where
     * Kafka does not answer within {@link #PATIENCE}.
     */
    Mono<List<WritePosition>> lastPositions() {
        return Mono.defer(() -> {
            Admin known = admin;
            return known == null
                    ? Mono.error(new KafkaException("not connected yet"))
                    : Mono.fromCompletionStage(known.describeTopics(List.of(Topics.WRITES))
                            .allTopicNames()
                            .toCompletionStage()
                            .thenCompose(topics -> known.listOffsets(every(writes(topics), _ -> OffsetSpec.latest()))
                                    .all()
                                    .toCompletionStage())
                            .thenApply(QueueWatch::lastOf));
        });
    }

    private static List<WritePosition> lastOf(Map<TopicPartition, ListOffsetsResultInfo> ends) {
        return ends.entrySet().stream()
                .filter(end -> end.getValue().offset() > 0)
                .map(end -> new WritePosition(
                        end.getKey().partition(), end.getValue().offset() - 1))
                .toList();
    }

    private void look() {
        try {
            measure();
            told.clear();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            // Each kind once: the first is often that nobody answered in time, and the next says why.
            if (told.add(cause.getClass())) {
                LOG.warn("The write queue cannot be measured: {}", cause.toString());
            }
        }
    }

    private void measure() throws InterruptedException, ExecutionException, TimeoutException {
        TopicDescription topic =
                writes(of(admin().describeTopics(List.of(Topics.WRITES)).allTopicNames()));
        Instant now = clock.instant();
        if (history.isEmpty()) {
            Instant before = now.minus(settings.closeAboveAge());
            Map<Integer, Long> since = offsets(topic, _ -> OffsetSpec.forTimestamp(before.toEpochMilli()));
            Map<Integer, Long> ends = offsets(topic, _ -> OffsetSpec.latest());
            // No record since then: the queue ended where it ends now.
            since.replaceAll((partition, offset) -> offset < 0 ? ends.getOrDefault(partition, 0L) : offset);
            history.add(before, since);
        }
        Map<Integer, Long> next = nextOffsets(topic);
        Map<Integer, Long> ends = offsets(topic, _ -> OffsetSpec.latest());
        history.add(now, ends);
        QueueLag lag = history.lag(next, ends, now);
        QueueGate gate = gate().next(lag, settings);
        seen = new Seen(topic.topicId().toString(), gate, lag, now);
    }

    /** Where write-processor goes on: what it committed, else the beginning. */
    private Map<Integer, Long> nextOffsets(TopicDescription topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<Integer, Long> next = offsets(topic, _ -> OffsetSpec.earliest());
        of(admin().listConsumerGroupOffsets(Topics.WRITER_GROUP).partitionsToOffsetAndMetadata())
                .forEach((partition, committed) -> {
                    if (committed != null && partition.topic().equals(Topics.WRITES)) {
                        next.merge(partition.partition(), committed.offset(), Math::max);
                    }
                });
        return next;
    }

    private Map<Integer, Long> offsets(TopicDescription topic, Function<TopicPartition, OffsetSpec> spec)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<Integer, Long> offsets = new HashMap<>();
        of(admin().listOffsets(every(topic, spec)).all())
                .forEach((partition, found) -> offsets.put(partition.partition(), found.offset()));
        return offsets;
    }

    private static TopicDescription writes(Map<String, TopicDescription> topics) {
        TopicDescription topic = topics.get(Topics.WRITES);
        if (topic == null) {
            throw new KafkaException(Topics.WRITES + " is not there");
        }
        return topic;
    }

    private static Map<TopicPartition, OffsetSpec> every(
            TopicDescription topic, Function<TopicPartition, OffsetSpec> spec) {
        return topic.partitions().stream()
                .map(partition -> new TopicPartition(Topics.WRITES, partition.partition()))
                .collect(Collectors.toMap(Function.identity(), spec));
    }

    private Admin admin() {
        Admin known = admin;
        if (known == null) {
            known = Admin.create(properties);
            admin = known;
        }
        return known;
    }

    private static <T> T of(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        Admin known = admin;
        if (known != null) {
            known.close(PATIENCE);
        }
    }
}

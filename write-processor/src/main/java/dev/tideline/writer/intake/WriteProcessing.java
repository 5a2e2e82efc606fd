package dev.tideline.writer.intake;

import dev.tideline.writer.WriterSettings;
import dev.tideline.writer.store.Schema;
import dev.tideline.writer.store.StoppedException;
import dev.tideline.writer.store.StoreGate;
import dev.tideline.writer.store.WriteStore;
import dev.tideline.writer.trace.WriteTraces;
import dev.tideline.writer.watch.WriteListener;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.context.SmartLifecycle;

/**
 * The processor as a whole: it waits for Postgres and makes the schema, waits for Kafka and makes the topics, then reads
 * writes until it is told to stop. None of it happens on the thread that starts the application, so that its health can
 * be asked for meanwhile.
 */
public final class WriteProcessing implements SmartLifecycle {

    private static final Duration RESTART_PAUSE = Duration.ofSeconds(2);

    /** What the processor is doing. */
    public sealed interface Stage {
        record WaitingForPostgres() implements Stage {}

        record WaitingForKafka() implements Stage {}

        record Reading() implements Stage {}

        record Stopped() implements Stage {}
    }

    private final WriterSettings settings;
    private final KafkaClients kafka;
    private final Schema schema;
    private final WriteStore store;
    private final StoreGate gate;
    private final Clock clock;
    private final WriteListener listener;
    private final WriteTraces traces;
    private volatile CountDownLatch stop = new CountDownLatch(0);
    private volatile Stage stage = new Stage.Stopped();
    private volatile Map<Integer, Lane> lanes = Map.of();
    private volatile Thread main = Thread.currentThread();

    /** Properties for clients, with whatever security the operator has set. */
    public record KafkaClients(Map<String, Object> consumer, Map<String, Object> producer, Map<String, Object> admin) {}

    public WriteProcessing(
            WriterSettings settings,
            KafkaClients kafka,
            Schema schema,
            WriteStore store,
            StoreGate gate,
            Clock clock,
            WriteListener listener,
            WriteTraces traces) {
        this.settings = settings;
        this.kafka = kafka;
        this.schema = schema;
        this.store = store;
        this.gate = gate;
        this.clock = clock;
        this.listener = listener;
        this.traces = traces;
    }

    public Stage stage() {
        return stage;
    }

    /** The partitions that this processor owns now. */
    public Set<Integer> partitions() {
        return lanes.keySet();
    }

    /** Those of them that stopped for good, with the reason. */
    public Map<Integer, String> haltedPartitions() {
        Map<Integer, String> halted = new TreeMap<>();
        lanes.forEach((partition, lane) -> {
            String why = lane.halted();
            if (why != null) {
                halted.put(partition, why);
            }
        });
        return halted;
    }

    @Override
    public void start() {
        CountDownLatch until = new CountDownLatch(1);
        stop = until;
        main = Thread.ofPlatform().name("write-intake").start(() -> run(until));
    }

    private void run(CountDownLatch until) {
        try {
            stage = new Stage.WaitingForPostgres();
            schema.migrateWhenReachable(until);
            while (until.getCount() > 0) {
                stage = new Stage.WaitingForKafka();
                try (Admin admin = Admin.create(kafka.admin());
                        Producer<byte[], byte[]> producer = new KafkaProducer<>(
                                kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
                    read(admin, producer, until);
                } catch (KafkaException | LogReplacedException broken) {
                    // Fenced by a second processor of the same name, or refused: both may pass.
                    listener.waiting("Kafka", broken.toString());
                }
                if (until.await(RESTART_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        } catch (StoppedException stopped) {
            // As asked.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            stage = new Stage.Stopped();
        }
    }

    private void read(Admin admin, Producer<byte[], byte[]> producer, CountDownLatch until) {
        TopicLog log = new TopicLog(admin, settings.topicReplicas(), listener);
        log.ensureTopics(until);
        Announcer announcer = new Announcer(producer, listener);
        WriteIntake intake = new WriteIntake(
                new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                new Lane.Tools(store, gate, announcer, settings.laneRules(), clock, listener, traces, log),
                settings.drain());
        lanes = intake.lanes();
        Housekeeping housekeeping = new Housekeeping(
                new IdleMarkers(store, gate, clock), new Pruning(store, gate, settings.keepOutcomes(), clock), log);
        CountDownLatch ended = new CountDownLatch(1);
        Thread ticker = Thread.ofVirtual()
                .name("housekeeping")
                .start(() -> housekeeping.run(intake, settings.idleMarker(), ended));
        stage = new Stage.Reading();
        try {
            intake.run(until);
        } finally {
            ended.countDown();
            lanes = Map.of();
            joinQuietly(ticker);
        }
    }

    private static void joinQuietly(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        stop.countDown();
        joinFor(settings.drain().plusSeconds(10));
    }

    private void joinFor(Duration longest) {
        try {
            main.join(longest);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return stop.getCount() > 0;
    }
}

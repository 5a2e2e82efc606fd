package dev.tideline.gateway.purge;

import dev.tideline.backends.EmbeddedKafka;
import dev.tideline.events.EventCodec;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.events.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a purge's append to its application in each of many instances' purge logs. The instances are followers in this JVM,
 * as a gateway has one, with a connection of their own each; the broker is in it too, and all share the machine's cores.
 */
class SubscribersBench {

    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("bench.seconds", 10));
    private static final int SLOW = 10;
    private static final Duration CATCH_UP = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final Map<String, Map<Double, Double>> drawn = new LinkedHashMap<>();
    private final EventCodec codec = new EventCodec();

    /** One reader of the log. */
    private record Subscriber(PurgeLog log, PurgeFollower follower) {}

    @Test
    void propagation() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            createTopics(kafka);
            System.out.printf("%n| subscribers | purges/s | deliveries | p50 ms | p99 ms | max ms |%n|---|---|---|---|---|---|%n");
            for (String count : System.getProperty("bench.subscribers", "10,100,200,1000").split(",", -1)) {
                subscribers(kafka, Integer.parseInt(count));
                // Now: the last ones may ask for more than a machine can do.
                Drawn.lines(
                        "propagation-by-followers",
                        "From a purge's append to its application, " + SLOW + " purges/s",
                        "followers on this machine",
                        "ms",
                        drawn);
            }
        }
    }

    private void subscribers(EmbeddedKafka kafka, int count) throws Exception {
        Measured measured = new Measured();
        List<Subscriber> subscribers = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
            for (int i = 0; i < count; i++) {
                PurgeLog log = new PurgeLog("eu", 1_000_000);
                PurgeFollower follower = new PurgeFollower(
                        log,
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        Duration.ofMillis(1),
                        Clock.systemUTC(),
                        measured);
                follower.start();
                subscribers.add(new Subscriber(log, follower));
            }
            for (Subscriber subscriber : subscribers) {
                await(subscriber.follower()::isCaughtUp, Duration.ofMinutes(2));
            }
            play(producer, 200, Duration.ofSeconds(3), subscribers);
            for (int perSecond : new int[] {SLOW, 1_000}) {
                measured.delays = new Delays();
                boolean all = play(producer, perSecond, LENGTH, subscribers);
                System.out.printf(
                        "| %,d | %,d | %,d%s | %s |%n",
                        count, perSecond, measured.delays.count(), all ? "" : " (not all)", measured.delays);
                if (perSecond == SLOW) {
                    draw("median", count, measured.delays.quantile(0.5));
                    draw("99th percentile", count, measured.delays.quantile(0.99));
                }
            }
        } finally {
            subscribers.parallelStream().forEach(subscriber -> subscriber.follower().close());
        }
    }

    private void draw(String series, int count, double millis) {
        drawn.computeIfAbsent(series, name -> new LinkedHashMap<>()).put((double) count, millis);
    }

    private static final class Measured implements FollowerListener {
        private volatile Delays delays = new Delays();

        @Override
        public void purged(long offset, PurgeIssued purge) {
            delays.add(Duration.between(purge.issuedAt(), Instant.now()));
        }
    }

    /** @return whether every subscriber had everything in time */
    private boolean play(
            KafkaProducer<byte[], byte[]> producer, int perSecond, Duration length, List<Subscriber> subscribers)
            throws Exception {
        long start = System.nanoTime();
        int purges = (int) (perSecond * length.toSeconds());
        long last = -1;
        for (int i = 0; i < purges; i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            var sent = producer.send(new ProducerRecord<>(Topics.PURGES, 0, null, codec.encode(purge(i))));
            last = i == purges - 1 ? sent.get().offset() : last;
        }
        long end = last;
        return await(
                () -> subscribers.stream().allMatch(one -> one.log().now().offset() >= end), CATCH_UP);
    }

    private static PurgeIssued purge(int i) {
        return new PurgeIssued(
                UUID.randomUUID(),
                List.of(
                        new Scope.Resource(new ResourceKey("products", "p" + i), 7),
                        new Scope.Tag("products:list"),
                        new Scope.Tag("category:shoes")),
                PurgeIssued.Mode.HARD,
                Set.of(),
                PurgeIssued.Cause.CHANGE,
                Instant.now(),
                null);
    }

    private static KafkaProducer<byte[], byte[]> producer(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 0, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void createTopics(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(Topics.PURGES, 1, (short) 1), new NewTopic(Topics.WRITES, 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static boolean await(java.util.function.BooleanSupplier done, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(5);
        }
        return true;
    }
}

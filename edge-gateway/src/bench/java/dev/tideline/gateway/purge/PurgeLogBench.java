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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a purge log takes in memory, and how long an instance reads it before it is ready. */
class PurgeLogBench {

    private static final int SCOPES_A_PURGE = 100;
    private static final int REPLAYED = Integer.getInteger("bench.replayed", 1_000_000);

    @TempDir
    Path directory;

    @Test
    void memory() {
        System.out.printf("%n| scopes | kind | bytes of the tables | bytes a scope | applied in |%n|---|---|---|---|---|%n");
        for (int scopes : new int[] {1_000_000, 10_000_000}) {
            fill(scopes, "tag", i -> new Scope.Tag("t" + i));
            fill(scopes, "resource with version", i -> new Scope.Resource(new ResourceKey("products", "p" + i), 7));
        }
    }

    private static void fill(int scopes, String kind, IntFunction<Scope> scope) {
        PurgeLog log = new PurgeLog("eu", 50_000_000);
        log.open("log", 0);
        long start = System.nanoTime();
        for (int i = 0; i < scopes; i += SCOPES_A_PURGE) {
            Scope[] some = new Scope[SCOPES_A_PURGE];
            for (int j = 0; j < SCOPES_A_PURGE; j++) {
                some[j] = scope.apply(i + j);
            }
            log.apply(i / SCOPES_A_PURGE, purge(List.of(some)));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "| %,d | %s | %,d | %.0f | %.1f s |%n",
                log.size(), kind, log.bytes(), (double) log.bytes() / log.size(), seconds);
    }

    @Test
    void replay() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            write(kafka);
            PurgeLog log = new PurgeLog("eu", 50_000_000);
            long start = System.nanoTime();
            try (PurgeFollower follower = new PurgeFollower(
                    log,
                    Map.of("bootstrap.servers", kafka.bootstrapServers()),
                    Duration.ofHours(1),
                    Clock.systemUTC(),
                    new FollowerListener() {})) {
                follower.start();
                while (!follower.isCaughtUp()) {
                    Thread.sleep(1);
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        "%n| records replayed | seconds | records/s | scopes known |%n|---|---|---|---|%n| %,d | %.1f | %,.0f | %,d |%n",
                        REPLAYED, seconds, REPLAYED / seconds, log.size());
            }
        }
    }

    private static void write(EmbeddedKafka kafka) throws Exception {
        EventCodec codec = new EventCodec();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(Topics.PURGES, 1, (short) 1), new NewTopic(Topics.WRITES, 1, (short) 1)))
                    .all()
                    .get();
        }
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "batch.size", 262_144),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < REPLAYED; i++) {
                PurgeIssued purge = purge(List.of(
                        new Scope.Resource(new ResourceKey("products", "p" + i), 7), new Scope.Tag("products:list")));
                var unused = producer.send(new ProducerRecord<>(Topics.PURGES, 0, null, codec.encode(purge)));
            }
        }
    }

    private static PurgeIssued purge(List<Scope> scopes) {
        return new PurgeIssued(
                UUID.randomUUID(),
                scopes,
                PurgeIssued.Mode.HARD,
                Set.of(),
                PurgeIssued.Cause.CHANGE,
                Instant.now(),
                null);
    }
}

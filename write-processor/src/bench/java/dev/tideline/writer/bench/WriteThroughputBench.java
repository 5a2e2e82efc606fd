package dev.tideline.writer.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.tideline.events.EventCodec;
import dev.tideline.events.Topics;
import dev.tideline.events.WritePosition;
import dev.tideline.events.WriteRequested;
import dev.tideline.placement.Placement;
import dev.tideline.writer.store.Batch;
import dev.tideline.writer.store.Entry;
import dev.tideline.writer.store.LoggedRecord;
import dev.tideline.writer.store.Schema;
import dev.tideline.writer.store.WriteStore;
import dev.tideline.writer.testbed.Testbed;
import dev.tideline.writer.testbed.Writes;
import dev.tideline.writer.watch.WriteListener;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Applied writes per second: the processor at its default settings, with the queue full; (a) a listener that applies row by
 * row; (b) the processor's own batches given to Postgres without Kafka. One run, one machine, the same Kafka, and a new
 * database on the same Postgres for each; each is warmed up before it is measured.
 */
class WriteThroughputBench {

    private static final int WARM_UP = 20_000;
    private static final int WRITES = Integer.getInteger("bench.writes", 200_000);
    private static final int ROWS = Integer.getInteger("bench.rows", 6_000);
    private static final int KEYS = 50_000;
    private static final int BATCH = 2_000;
    private static final int CONNECTIONS = 4;

    @Test
    void applied() throws Exception {
        double processor = processor();
        double limit = limit();
        double one = rowByRow(1);
        double four = rowByRow(CONNECTIONS);
        System.out.printf(
                "%n| what | writes/s |%n|---|---|%n| write-processor, Kafka to Postgres to Kafka | %,.0f |%n"
                        + "| (b) the same batches without Kafka | %,.0f |%n| (a) row by row, 1 thread | %,.0f |%n"
                        + "| (a) row by row, %d threads | %,.0f |%n%nof (b): %.0f %%; times (a): %.1f (1 thread), %.1f%n",
                processor, limit, one, CONNECTIONS, four, 100 * processor / limit, processor / one, processor / four);
    }

    private static double processor() throws InterruptedException {
        try (Testbed testbed = new Testbed()) {
            testbed.sendAll(writes(testbed, WARM_UP));
            ConfigurableApplicationContext context = testbed.startProcessor("bench");
            Progress warm = context.getBean(Progress.class);
            until(warm::announcedSoFar, WARM_UP);
            long before = warm.announcedSoFar();
            // The queue is filled while the processor is stopped, so that clients take no share of the two cores.
            context.close();
            testbed.sendAll(writes(testbed, WRITES));
            context = testbed.startProcessor("bench");
            Progress progress = context.getBean(Progress.class);
            until(progress::announcedSoFar, 1);
            long start = System.nanoTime();
            long from = progress.announcedSoFar();
            until(progress::announcedSoFar, WRITES);
            double rate = (WRITES - from) / seconds(start);
            System.out.println("processor (warmed by " + before + "): " + progress.batchLine());
            return rate;
        }
    }

    private static double limit() throws Exception {
        try (Testbed testbed = new Testbed();
                HikariDataSource database = database(testbed)) {
            new Schema(database, "x", new WriteListener() {}).migrateWhenReachable(new CountDownLatch(1));
            WriteStore store = new WriteStore(database, placement(), null, Clock.systemUTC(), new WriteListener() {});
            commit(store, writes(testbed, WARM_UP), 0);
            List<WriteRequested> writes = writes(testbed, WRITES);
            return commit(store, writes, 1_000_000);
        }
    }

    private static Placement placement() {
        return Testbed.placementOf("products: {tier: cache, tags: [\"category:{/category}\"]}");
    }

    /** The batches are made first; what is measured is their commits, by as many threads as there are connections. */
    private static double commit(WriteStore store, List<WriteRequested> writes, long offset) throws Exception {
        List<List<Batch>> lanes = lanes(writes, offset);
        for (int partition = 0; partition < lanes.size(); partition++) {
            store.open(partition, offset + "", offset, offset);
        }
        List<Callable<Integer>> work = new ArrayList<>();
        for (List<Batch> lane : lanes) {
            work.add(() -> {
                for (Batch batch : lane) {
                    store.commit(batch);
                }
                return lane.size();
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = System.nanoTime();
            for (Future<Integer> done : threads.invokeAll(work)) {
                done.get();
            }
            return writes.size() / seconds(start);
        }
    }

    private static List<List<Batch>> lanes(List<WriteRequested> writes, long offset) {
        EventCodec codec = new EventCodec();
        List<List<Entry>> entries = new ArrayList<>();
        for (int i = 0; i < Topics.DEFAULT_WRITE_PARTITIONS; i++) {
            entries.add(new ArrayList<>());
        }
        for (WriteRequested write : writes) {
            int partition = Math.floorMod(write.resource().hashCode(), entries.size());
            List<Entry> lane = entries.get(partition);
            lane.add(new Entry.Write(
                    new LoggedRecord(
                            new WritePosition(partition, offset + lane.size()), null, codec.encode(write), List.of()),
                    write));
        }
        List<List<Batch>> batches = new ArrayList<>();
        for (int partition = 0; partition < entries.size(); partition++) {
            List<Entry> lane = entries.get(partition);
            List<Batch> cut = new ArrayList<>();
            for (int from = 0; from < lane.size(); from += BATCH) {
                cut.add(new Batch(partition, offset + "", lane.subList(from, Math.min(lane.size(), from + BATCH))));
            }
            batches.add(cut);
        }
        return batches;
    }

    private static double rowByRow(int threads) throws Exception {
        try (Testbed testbed = new Testbed();
                HikariDataSource database = database(testbed)) {
            new Schema(database, "x", new WriteListener() {}).migrateWhenReachable(new CountDownLatch(1));
            try (RowByRow listener = new RowByRow(testbed.kafka(), database, threads)) {
                while (!listener.isAssigned()) {
                    Thread.sleep(50);
                }
                testbed.sendAll(writes(testbed, ROWS / 3));
                until(listener::appliedSoFar, ROWS / 3);
                List<WriteRequested> writes = writes(testbed, ROWS);
                long start = System.nanoTime();
                testbed.sendAll(writes);
                until(listener::appliedSoFar, ROWS / 3 + ROWS);
                return ROWS / seconds(start);
            }
        }
    }

    private static HikariDataSource database(Testbed testbed) {
        HikariDataSource database = new HikariDataSource();
        database.setJdbcUrl(testbed.postgres().jdbcUrl());
        database.setUsername(testbed.postgres().user());
        database.setPassword(testbed.postgres().password());
        database.setMaximumPoolSize(CONNECTIONS);
        database.setConnectionInitSql("set search_path = tideline");
        // Twelve lanes wait for four connections.
        database.setConnectionTimeout(120_000);
        return database;
    }

    /** Documents of some 250 bytes; each key is written some times. */
    private static List<WriteRequested> writes(Testbed testbed, int count) {
        Random random = new Random(42);
        List<WriteRequested> writes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            writes.add(Writes.put(
                    testbed.resource("products", "b" + random.nextInt(KEYS)),
                    "{\"name\":\"Product %d\",\"category\":\"c%d\",\"price\":%d.95,\"stock\":%d,\"description\":\"%s\"}"
                            .formatted(i, i % 20, i % 500, i % 1000, "lorem ipsum dolor sit amet ".repeat(6))));
        }
        return writes;
    }

    private static void until(LongSupplier count, long goal) throws InterruptedException {
        while (count.getAsLong() < goal) {
            Thread.sleep(5);
        }
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}

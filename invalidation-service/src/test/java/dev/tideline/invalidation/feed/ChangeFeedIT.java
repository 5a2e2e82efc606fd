package dev.tideline.invalidation.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.TestBackends;
import dev.tideline.events.AppliedThrough;
import dev.tideline.events.Heartbeat;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeLogRecord;
import dev.tideline.events.ResourceChanged;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.events.Topics;
import dev.tideline.events.WritePosition;
import dev.tideline.invalidation.TestingKafka;
import dev.tideline.invalidation.plan.PurgePlanner;
import dev.tideline.invalidation.trace.ChangeTraces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** Several feeds in one group, coming and going while changes flow. */
class ChangeFeedIT {

    private static final int CHANGES = 400;
    private static final AtomicLong RUNS = new AtomicLong();

    /** Offsets count from here, so that what earlier tests wrote to the same topics is out of the way. */
    private final long from = RUNS.addAndGet(1_000_000);

    private final String run = "r" + UUID.randomUUID().toString().substring(0, 8) + "-";

    private static final class Silent implements FeedListener {
        final AtomicInteger changes = new AtomicInteger();

        @Override
        public void purged(int changed, int scopes) {
            changes.addAndGet(changed);
        }

        @Override
        public void unreadable(int byKey, int skipped) {}

        @Override
        public void heartbeat() {}

        @Override
        public void failed(Throwable cause) {}
    }

    private final class Instance implements AutoCloseable {
        final Silent listener = new Silent();
        final PurgeWriter writer = new PurgeWriter(kafka());
        final ChangeFeed feed;

        Instance() {
            this(entry -> false);
        }

        /** @param losing what does not get into the log */
        Instance(Predicate<PurgeLogRecord> losing) {
            feed = new ChangeFeed(
                    new PurgePlanner(1000),
                    (entry, traces) -> losing.test(entry)
                            ? CompletableFuture.failedFuture(new KafkaException("lost"))
                            : writer.append(entry, traces),
                    kafka(),
                    Duration.ofMillis(100),
                    Clock.systemUTC(),
                    listener,
                    ChangeTraces.NONE);
            feed.start();
        }

        @Override
        public void close() {
            feed.close();
            writer.close();
        }
    }

    private Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", TestBackends.kafka().bootstrapServers());
    }

    @Test
    void twoInstancesShareThePartitionsAndOneThatLeavesIsTakenOverFromWithoutAGap() throws Exception {
        try (TestingKafka kafka = TestingKafka.open();
                Instance staying = new Instance()) {
            Instance leaving = new Instance();
            // Until the group has settled and the second one has its share.
            AtomicInteger warm = new AtomicInteger();
            TestingKafka.until(() -> {
                change(kafka, warm.incrementAndGet() % TestingKafka.PARTITIONS, "warm", warm.get());
                return leaving.listener.changes.get() > 0;
            });
            Thread writer = Thread.ofPlatform().start(() -> changeAll(kafka));
            int before = leaving.listener.changes.get();
            TestingKafka.until(() -> leaving.listener.changes.get() > before + 10);
            leaving.close();
            writer.join();

            TestingKafka.until(() -> covered(kafka.purgeLog()) == TestingKafka.PARTITIONS);

            assertThat(staying.listener.changes.get()).isPositive();
            everyWatermarkComesAfterThePurgesItCovers(kafka.purgeLog());
        }
    }

    @Test
    void whatTheLogDidNotTakeIsSentAgainAndNotVouchedForBefore() {
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        try (TestingKafka kafka = TestingKafka.open();
                Instance unlucky = new Instance(entry -> {
                    // From the first on: a quick feed makes one purge of all changes.
                    boolean loses = names(entry) && seen.getAndIncrement() % 5 == 0 && lost.get() < 4;
                    return loses && lost.incrementAndGet() > 0;
                })) {
            changeAll(kafka);

            TestingKafka.until(() -> covered(kafka.purgeLog()) == TestingKafka.PARTITIONS);

            // Another instance may have some of the partitions.
            assertThat(unlucky.listener.changes.get()).isPositive();
            assertThat(lost.get()).isPositive();
            everyWatermarkComesAfterThePurgesItCovers(kafka.purgeLog());
        }
    }

    private boolean names(PurgeLogRecord entry) {
        return entry instanceof PurgeIssued purge
                && purge.scopes().stream()
                        .anyMatch(scope -> scope instanceof Scope.Resource(var key, var version)
                                && key.id().startsWith(run));
    }

    private void changeAll(TestingKafka kafka) {
        for (int i = 0; i < CHANGES; i++) {
            change(kafka, i % TestingKafka.PARTITIONS, run + i, from + i);
        }
    }

    /** How many partitions have all of their writes covered. */
    private long covered(List<PurgeLogRecord> log) {
        Map<Integer, Long> marks = new HashMap<>();
        for (PurgeLogRecord entry : log) {
            if (entry instanceof Heartbeat beat) {
                beat.watermarks().forEach((partition, mark) -> marks.merge(partition, mark.nextOffset(), Math::max));
            }
        }
        return marks.values().stream()
                .filter(next -> next > from + CHANGES - TestingKafka.PARTITIONS)
                .count();
    }

    private void everyWatermarkComesAfterThePurgesItCovers(List<PurgeLogRecord> log) {
        List<Long> purged = new ArrayList<>();
        for (PurgeLogRecord entry : log) {
            switch (entry) {
                case PurgeIssued purge ->
                    purge.scopes().forEach(scope -> {
                        if (scope instanceof Scope.Resource(var key, var version)
                                && key.id().startsWith(run)) {
                            purged.add(from + Long.parseLong(key.id().substring(run.length())));
                        }
                    });
                case Heartbeat beat ->
                    beat.watermarks()
                            .forEach((partition, mark) -> assertThat(purged)
                                    .containsAll(IntStream.range(0, CHANGES)
                                            .filter(i -> i % TestingKafka.PARTITIONS == partition)
                                            .mapToObj(i -> from + i)
                                            .filter(offset -> offset < mark.nextOffset())
                                            .toList()));
            }
        }
        assertThat(purged).hasSizeGreaterThanOrEqualTo(CHANGES);
    }

    private static void change(TestingKafka kafka, int partition, String id, long offset) {
        ResourceKey key = new ResourceKey("products", id);
        kafka.send(
                Topics.CHANGES,
                partition,
                key.toString(),
                new ResourceChanged(
                        key,
                        1,
                        false,
                        UUID.randomUUID(),
                        new WritePosition(partition, offset),
                        Set.of(),
                        Instant.now()));
        kafka.send(Topics.CHANGES, partition, "", new AppliedThrough(partition, "writes", offset + 1, Instant.now()));
    }
}

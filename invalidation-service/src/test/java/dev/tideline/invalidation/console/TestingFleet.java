package dev.tideline.invalidation.console;

import dev.tideline.events.AppliedThrough;
import dev.tideline.events.GatewayStatus;
import dev.tideline.events.GatewayStatus.CacheStats;
import dev.tideline.events.GatewayStatus.Receipt;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeLogRecord;
import dev.tideline.events.ResourceChanged;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.events.Topics;
import dev.tideline.events.WritePosition;
import dev.tideline.invalidation.TestingKafka;
import dev.tideline.invalidation.fleet.FleetFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gateways that report several times a second, and a write-processor that says how far it is, on a thread of their own. */
final class TestingFleet implements AutoCloseable {

    /** @param lagMs what its receipts say, more or less */
    record Gateway(String instance, String region, String colo, int lagMs) {}

    private static final String WRITES = "writes";

    private final List<Gateway> gateways = new CopyOnWriteArrayList<>(
            List.of(new Gateway("eu-1", "eu", "fra", 14), new Gateway("us-1", "us", "iad", 92)));
    private final TestingKafka kafka = TestingKafka.open();
    private final FleetFeed feed;
    private final Map<String, Long> heldBack = new ConcurrentHashMap<>();
    private final List<PurgeIssued> purges = new CopyOnWriteArrayList<>();
    private final Random random = new Random(7);
    private final Thread thread = new Thread(this::run, "testing-fleet");
    private volatile boolean closed;

    TestingFleet(FleetFeed feed) {
        this.feed = feed;
        thread.start();
    }

    void join(Gateway gateway) {
        gateways.add(gateway);
    }

    /** From now on these apply nothing more. */
    void holdBack(String... instances) {
        for (String instance : instances) {
            heldBack.put(instance, feed.lastOffset());
        }
    }

    /** It applies this purge, with this lag, and whatever else there is. */
    void letGo(String instance, PurgeIssued purge, long lagMs) {
        heldBack.remove(instance);
        gateways.stream()
                .filter(one -> one.instance().equals(instance))
                .forEach(one -> report(one, true, List.of(new Receipt(purge.purgeId(), 0, lagMs))));
    }

    PurgeIssued purged(Scope scope) {
        TestingKafka.until(() -> purges.stream().anyMatch(one -> one.scopes().contains(scope)));
        return purges.stream()
                .filter(one -> one.scopes().contains(scope))
                .findFirst()
                .orElseThrow();
    }

    void change(String id) {
        ResourceKey key = new ResourceKey("products", id);
        kafka.send(
                Topics.CHANGES,
                0,
                key.toString(),
                new ResourceChanged(
                        key, 1, false, UUID.randomUUID(), new WritePosition(0, 1), Set.of(), Instant.now()));
    }

    private void run() {
        while (!closed) {
            for (int partition = 0; partition < TestingKafka.PARTITIONS; partition++) {
                kafka.send(Topics.CHANGES, partition, "", new AppliedThrough(partition, WRITES, 0, Instant.now()));
            }
            List<PurgeIssued> fresh = fresh();
            gateways.forEach(one -> report(one, true, receipts(one, fresh)));
            TestingPage.pause(200);
        }
        gateways.forEach(one -> report(one, false, List.of()));
    }

    private List<PurgeIssued> fresh() {
        int known = purges.size();
        List<PurgeIssued> all = new ArrayList<>();
        for (PurgeLogRecord entry : kafka.purgeLog()) {
            if (entry instanceof PurgeIssued purge) {
                all.add(purge);
            }
        }
        List<PurgeIssued> fresh = all.subList(known, all.size());
        purges.addAll(fresh);
        return List.copyOf(fresh);
    }

    private List<Receipt> receipts(Gateway gateway, List<PurgeIssued> fresh) {
        return heldBack.containsKey(gateway.instance())
                ? List.of()
                : fresh.stream()
                        .map(purge -> new Receipt(
                                purge.purgeId(), 0, gateway.lagMs() + Math.round(Math.abs(random.nextGaussian()) * 9)))
                        .toList();
    }

    private void report(Gateway gateway, boolean ready, List<Receipt> receipts) {
        long applied = heldBack.getOrDefault(gateway.instance(), feed.lastOffset());
        CacheStats cache = new CacheStats(18_200 + gateway.lagMs(), 40 << 20, 9_000, 1_000);
        kafka.send(
                Topics.GATEWAY_STATUS,
                0,
                gateway.instance(),
                new GatewayStatus(
                        gateway.instance(),
                        gateway.region(),
                        gateway.colo(),
                        Instant.now(),
                        feed.log(),
                        applied,
                        ready,
                        receipts,
                        cache));
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(60));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        kafka.close();
    }
}

package dev.tideline.local.bench;

import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a client waits for its 202: first as many writes per second as {@value CLIENTS} clients get in, each one after
 * the other, then half of that at an even pace. The time of a write counts from when it was due, not from when it was sent,
 * so that one slow answer is not hidden by those that it held up. The whole stack and the clients share the machine.
 */
class AcceptedLatencyBench {

    private static final int CLIENTS = 64;
    private static final int KEYS = 50_000;
    private static final Duration WARM_UP = Duration.ofSeconds(150);
    private static final Duration SATURATED = Duration.ofSeconds(15);
    private static final Duration PACED = Duration.ofSeconds(40);

    @TempDir
    private Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private List<URI> gateways = List.of();

    @Test
    void accepted() throws Exception {
        Path root = Path.of(System.getProperty("tideline.root", "../.."));
        StackSettings settings =
                StackSettings.of(root, directory, Addresses.free()).compiledInFull().withPlacement(placement());
        try (LocalStack stack = LocalStack.start(settings, Progress.SILENT)) {
            gateways = Part.gateways().stream().map(stack.addresses()::http).toList();
            closed(WARM_UP);
            double most = closed(SATURATED);
            System.out.printf("saturated: %,.0f writes/s accepted%n", most);
            paced(most / 2);
        }
    }

    private Path placement() throws IOException {
        return Files.writeString(
                Files.createDirectories(directory).resolve("placement.yaml"),
                "regions: [eu, us]\ncollections:\n  items: {tier: cache}\n");
    }

    /** Accepted writes per second. */
    private double closed(Duration length) throws InterruptedException {
        AtomicLong accepted = new AtomicLong();
        long start = System.nanoTime();
        long end = start + length.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                threads.execute(() -> {
                    while (System.nanoTime() < end) {
                        if (send().join() == 202) {
                            accepted.incrementAndGet();
                        }
                    }
                });
            }
        }
        return accepted.get() * 1e9 / (System.nanoTime() - start);
    }

    private void paced(double perSecond) {
        int writes = (int) (perSecond * PACED.toSeconds());
        long[] nanos = new long[writes];
        AtomicInteger refused = new AtomicInteger();
        CompletableFuture<?>[] all = new CompletableFuture<?>[writes];
        long start = System.nanoTime();
        for (int i = 0; i < writes; i++) {
            int write = i;
            long due = start + (long) (i / perSecond * 1e9);
            LockSupport.parkNanos(due - System.nanoTime());
            all[i] = send().thenAccept(status -> {
                nanos[write] = System.nanoTime() - due;
                if (status != 202) {
                    refused.incrementAndGet();
                }
            });
        }
        CompletableFuture.allOf(all).join();
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(nanos);
        System.out.printf(
                "paced: %,.0f writes/s for %.0f s, %d not accepted; ms: p50 %.1f, p90 %.1f, p99 %.1f, p99.9 %.1f, most"
                        + " %.1f%n",
                writes / seconds,
                seconds,
                refused.get(),
                at(nanos, 0.5),
                at(nanos, 0.9),
                at(nanos, 0.99),
                at(nanos, 0.999),
                at(nanos, 1));
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
    }

    /** The status; 0 for a lost answer. */
    private CompletableFuture<Integer> send() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        URI gateway = gateways.get(random.nextInt(gateways.size()));
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/api/items/k" + random.nextInt(KEYS)))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(10))
                .PUT(BodyPublishers.ofString("{\"name\":\"" + "x".repeat(200) + "\",\"n\":" + random.nextInt() + "}"))
                .build();
        return client.sendAsync(request, BodyHandlers.discarding())
                .handle((answer, lost) -> lost == null ? answer.statusCode() : 0);
    }
}

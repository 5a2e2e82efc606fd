package dev.tideline.local.bench;

import dev.tideline.events.Decoded;
import dev.tideline.events.Event;
import dev.tideline.events.EventCodec;
import dev.tideline.events.GatewayStatus;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.ResourceChanged;
import dev.tideline.events.Topics;
import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a change's commit to its purge's application at each of three real gateways, by their own receipts: the whole suite
 * as processes on one machine, writes sent through one gateway. The commit's moment is that of its transaction's begin,
 * so the commit itself is in the figures; all clocks are this machine's.
 */
class PropagationBench {

    private static final Path ROOT = Path.of(System.getProperty("tideline.root", "../.."));
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("bench.seconds", 15));

    @TempDir
    private Path directory;

    private final EventCodec codec = new EventCodec();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void propagation() throws Exception {
        Addresses addresses = Addresses.free();
        try (LocalStack stack = LocalStack.start(StackSettings.of(ROOT, directory, addresses).compiledInFull(), Progress.SILENT);
                KafkaConsumer<byte[], byte[]> receipts = receipts(stack.addresses().kafka())) {
            URI gateway = stack.addresses().http(Part.named("eu-1"));
            // Everything is compiled by the JVMs while it runs, and slow before.
            play(gateway, 200, Duration.ofSeconds(Integer.getInteger("bench.warm", 40)));
            drain(receipts);
            System.out.printf(
                    "%n| writes/s | gateway | receipts | p50 ms | p99 ms | max ms | until the change is sent, p50 and p99"
                            + " | until its purge is, p50 and p99 |%n|---|---|---|---|---|---|---|---|%n");
            for (String perSecond : System.getProperty("bench.rates", "10,100,500").split(",", -1)) {
                int sent = play(gateway, Integer.parseInt(perSecond), LENGTH);
                Thread.sleep(1_500);
                tell(perSecond, sent, drain(receipts));
            }
        }
    }

    /**
     * What was heard.
     *
     * @param lags milliseconds of each receipt by instance
     * @param sending milliseconds from each change's commit until it was sent to Kafka
     * @param planning milliseconds from each purge's earliest commit until it was issued
     */
    private record Heard(Map<String, List<Long>> lags, List<Long> sending, List<Long> planning) {}

    private static void tell(String perSecond, int accepted, Heard heard) {
        heard.sending().sort(Long::compare);
        heard.planning().sort(Long::compare);
        heard.lags().forEach((instance, of) -> {
            of.sort(Long::compare);
            System.out.printf(
                    "| %s (%,d accepted) | %s | %,d | %d | %d | %d | %d and %d | %d and %d |%n",
                    perSecond,
                    accepted,
                    instance,
                    of.size(),
                    quantile(of, 0.5),
                    quantile(of, 0.99),
                    of.getLast(),
                    quantile(heard.sending(), 0.5),
                    quantile(heard.sending(), 0.99),
                    quantile(heard.planning(), 0.5),
                    quantile(heard.planning(), 0.99));
        });
    }

    private static long quantile(List<Long> sorted, double share) {
        return sorted.get((int) Math.ceil(sorted.size() * share) - 1);
    }

    /** @return how many writes were accepted */
    private int play(URI gateway, int perSecond, Duration length) {
        long start = System.nanoTime();
        int writes = (int) (perSecond * length.toSeconds());
        List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
        for (int i = 0; i < writes; i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/api/prices/b" + i % 1_000))
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString("{\"amount\": " + i + "}"))
                    .build();
            answers.add(client.sendAsync(request, BodyHandlers.discarding()));
        }
        return (int) answers.stream()
                .filter(answer -> answer.join().statusCode() == 202)
                .count();
    }

    /** What was said since the last call. */
    private Heard drain(KafkaConsumer<byte[], byte[]> log) {
        Map<String, List<Long>> lags = new TreeMap<>();
        Map<String, Set<UUID>> seen = new HashMap<>();
        List<Long> sending = new ArrayList<>();
        List<Long> planning = new ArrayList<>();
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        while (System.nanoTime() < end) {
            for (ConsumerRecord<byte[], byte[]> record : log.poll(Duration.ofMillis(100))) {
                if (!(codec.decode(record.value(), Event.class) instanceof Decoded.Value<Event>(Event event))) {
                    continue;
                }
                if (event instanceof ResourceChanged change) {
                    sending.add(record.timestamp() - change.committedAt().toEpochMilli());
                }
                if (event instanceof PurgeIssued purge && purge.committedAt() != null) {
                    planning.add(Duration.between(purge.committedAt(), purge.issuedAt()).toMillis());
                }
                if (event instanceof GatewayStatus status) {
                    for (GatewayStatus.Receipt receipt : status.receipts()) {
                        if (seen.computeIfAbsent(status.instance(), any -> new HashSet<>())
                                .add(receipt.purgeId())) {
                            lags.computeIfAbsent(status.instance(), any -> new ArrayList<>())
                                    .add(receipt.lagMs());
                        }
                    }
                }
            }
        }
        return new Heard(lags, sending, planning);
    }

    private static KafkaConsumer<byte[], byte[]> receipts(String bootstrap) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = new ArrayList<>(
                List.of(new TopicPartition(Topics.GATEWAY_STATUS, 0), new TopicPartition(Topics.PURGES, 0)));
        consumer.partitionsFor(Topics.CHANGES)
                .forEach(one -> all.add(new TopicPartition(one.topic(), one.partition())));
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
        return consumer;
    }
}

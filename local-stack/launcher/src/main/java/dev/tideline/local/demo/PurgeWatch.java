package dev.tideline.local.demo;

import dev.tideline.events.Decoded;
import dev.tideline.events.Event;
import dev.tideline.events.EventCodec;
import dev.tideline.events.GatewayStatus;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.events.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows the purge log and the gateways' receipts from the moment it was made. */
final class PurgeWatch implements AutoCloseable {

    private static final TopicPartition PURGES = new TopicPartition(Topics.PURGES, 0);
    private static final TopicPartition STATUS = new TopicPartition(Topics.GATEWAY_STATUS, 0);

    private final EventCodec codec = new EventCodec();
    private final KafkaConsumer<byte[], byte[]> consumer;

    PurgeWatch(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(PURGES, STATUS));
        consumer.seekToEnd(List.of(PURGES, STATUS));
        consumer.position(PURGES);
        consumer.position(STATUS);
    }

    /**
     * Waits until each of the instances has said that it applied the purge of this version.
     *
     * @return milliseconds from the commit to the application, by instance
     */
    Map<String, Long> awaitPurge(ResourceKey resource, long version, Set<String> instances, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<PurgeIssued> purge = Optional.empty();
        Map<String, Long> lags = new TreeMap<>();
        while (System.nanoTime() < deadline && !lags.keySet().containsAll(instances)) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                if (!(codec.decode(record.value(), Event.class) instanceof Decoded.Value<Event>(Event event))) {
                    continue;
                }
                if (event instanceof PurgeIssued issued && names(issued, resource, version)) {
                    purge = purge.or(() -> Optional.of(issued));
                    // A receipt in the same poll may have been read before the purge it is for.
                    consumer.seekToBeginning(List.of(STATUS));
                } else if (event instanceof GatewayStatus status && purge.isPresent()) {
                    collect(status, purge.get(), lags);
                }
            }
        }
        StepFailed.unless(purge.isPresent(), "no purge of " + resource + " at version " + version + " in the log");
        StepFailed.unless(lags.keySet().containsAll(instances), "purge applied by " + lags.keySet() + " only");
        return lags;
    }

    private static boolean names(PurgeIssued purge, ResourceKey resource, long version) {
        return purge.scopes().stream()
                .anyMatch(scope -> scope instanceof Scope.Resource(ResourceKey key, long purged)
                        && key.equals(resource)
                        && purged >= version);
    }

    private static void collect(GatewayStatus status, PurgeIssued purge, Map<String, Long> lags) {
        status.receipts().stream()
                .filter(receipt -> receipt.purgeId().equals(purge.purgeId()))
                .forEach(receipt -> lags.put(status.instance(), receipt.lagMs()));
    }

    @Override
    public void close() {
        consumer.close();
    }
}

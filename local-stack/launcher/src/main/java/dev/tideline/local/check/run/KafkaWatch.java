package dev.tideline.local.check.run;

import dev.tideline.events.Decoded;
import dev.tideline.events.Event;
import dev.tideline.events.EventCodec;
import dev.tideline.events.GatewayStatus;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.ResourceChanged;
import dev.tideline.events.Topics;
import dev.tideline.local.check.history.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows changes, purges and receipts from their beginning, on a thread of its own, until closed. */
final class KafkaWatch implements AutoCloseable {

    private final EventCodec codec = new EventCodec();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Recorder recorder;
    private final Thread thread;

    private KafkaWatch(KafkaConsumer<byte[], byte[]> consumer, Recorder recorder) {
        this.consumer = consumer;
        this.recorder = recorder;
        this.thread = Thread.ofPlatform().name("check-kafka").unstarted(this::follow);
    }

    static KafkaWatch start(String bootstrapServers, Recorder recorder) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "enable.auto.commit", "false",
                        "fetch.max.wait.ms", "50",
                        "reconnect.backoff.max.ms", "200"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = Stream.concat(
                        Stream.of(new TopicPartition(Topics.PURGES, 0), new TopicPartition(Topics.GATEWAY_STATUS, 0)),
                        IntStream.range(
                                        0,
                                        consumer.partitionsFor(Topics.CHANGES).size())
                                .mapToObj(partition -> new TopicPartition(Topics.CHANGES, partition)))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        KafkaWatch watch = new KafkaWatch(consumer, recorder);
        watch.thread.start();
        return watch;
    }

    private void follow() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (codec.decode(record.value(), Event.class) instanceof Decoded.Value<Event>(Event event)) {
                        take(event, record);
                    }
                }
            }
        } catch (WakeupException closed) {
            // as told
        }
    }

    private void take(Event event, ConsumerRecord<byte[], byte[]> record) {
        switch (event) {
            case PurgeIssued purge ->
                recorder.add(new Fact.PurgeLogged(
                        record.offset(), purge, recorder.clock().at(purge.issuedAt())));
            case GatewayStatus status -> {
                if (status.appliedOffset() >= 0) {
                    recorder.add(new Fact.Receipt(
                            status.instance(),
                            status.appliedOffset(),
                            recorder.clock().now()));
                }
            }
            case ResourceChanged change ->
                recorder.add(new Fact.Committed(
                        change.resource(),
                        change.version(),
                        change.deleted(),
                        change.writeId(),
                        change.position(),
                        recorder.clock().at(change.committedAt()),
                        recorder.clock().at(Instant.ofEpochMilli(record.timestamp()))));
            default -> {
                // Heartbeats and watermarks are the gateways' business.
            }
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

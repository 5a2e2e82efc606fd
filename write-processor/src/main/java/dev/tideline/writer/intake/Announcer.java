package dev.tideline.writer.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.events.AppliedThrough;
import dev.tideline.events.EventCodec;
import dev.tideline.events.ReplicaState;
import dev.tideline.events.ReplicasThrough;
import dev.tideline.events.ResourceChanged;
import dev.tideline.events.SubjectErased;
import dev.tideline.events.Topics;
import dev.tideline.traces.TraceHeader;
import dev.tideline.writer.store.Letter;
import dev.tideline.writer.store.LoggedRecord;
import dev.tideline.writer.store.StoppedException;
import dev.tideline.writer.trace.TracedTry;
import dev.tideline.writer.watch.WriteListener;
import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Writes to Kafka until Kafka has it. A change that a crash or an error made uncertain is sent again: readers of the topic
 * take a second one for what it is.
 */
final class Announcer {

    private static final long PAUSE_MILLIS = 500;

    private final Producer<byte[], byte[]> producer;
    private final EventCodec codec = new EventCodec();
    private final WriteListener listener;

    Announcer(Producer<byte[], byte[]> producer, WriteListener listener) {
        this.producer = producer;
        this.listener = listener;
    }

    /**
     * Sends changes and waits until Kafka acknowledged all of them.
     *
     * @throws StoppedException if {@code stop} came first
     */
    void changes(int partition, List<ResourceChanged> changes, TracedTry traced, CountDownLatch stop) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(changes.size());
        for (ResourceChanged change : changes) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(Topics.CHANGES, partition, key(change), codec.encode(change));
            SpanContext trace = traced.of(change.position());
            if (trace.isValid()) {
                record.headers().add(TraceHeader.NAME, TraceHeader.bytes(trace));
            }
            records.add(record);
        }
        untilAcknowledged(records, stop);
    }

    /**
     * Sends what was erased and waits until Kafka acknowledged all of it; the changes that belong to it must be sent before.
     *
     * @throws StoppedException if {@code stop} came first
     */
    void erasures(int partition, List<SubjectErased> erasures, CountDownLatch stop) {
        untilAcknowledged(
                erasures.stream()
                        .map(erased -> new ProducerRecord<byte[], byte[]>(
                                Topics.CHANGES, partition, null, codec.encode(erased)))
                        .toList(),
                stop);
    }

    private static byte[] key(ResourceChanged change) {
        return key(change.resource().toString());
    }

    private static byte[] key(String text) {
        return text.getBytes(UTF_8);
    }

    /**
     * Sends states and waits until Kafka acknowledged all of them.
     *
     * @throws StoppedException if {@code stop} came first
     */
    void replicas(int partition, List<ReplicaState> states, CountDownLatch stop) {
        untilAcknowledged(
                states.stream()
                        .map(state -> new ProducerRecord<>(
                                Topics.REPLICAS, partition, key(state.resource().toString()), codec.encode(state)))
                        .toList(),
                stop);
    }

    /** Says how far a partition's replicas are. Not waited for: the next one says the same and more. */
    void marker(ReplicasThrough marker) {
        send(new ProducerRecord<>(Topics.REPLICAS, marker.partition(), key(ReplicasThrough.KEY), codec.encode(marker)));
    }

    /** Says how far a partition is. Not waited for: the next one says the same and more. */
    void marker(AppliedThrough marker) {
        send(new ProducerRecord<>(Topics.CHANGES, marker.partition(), null, codec.encode(marker)));
    }

    private void send(ProducerRecord<byte[], byte[]> marker) {
        try {
            var unused = producer.send(marker);
        } catch (KafkaException away) {
            listener.waiting("Kafka", away.toString());
        }
    }

    /** Copies letters to their topic with the cause in headers, and waits until Kafka has them. */
    void letters(int partition, List<Letter> letters, CountDownLatch stop) {
        untilAcknowledged(
                letters.stream().map(letter -> record(partition, letter)).toList(), stop);
    }

    private static ProducerRecord<byte[], byte[]> record(int partition, Letter letter) {
        LoggedRecord original = letter.record();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.DEAD_LETTERS, partition, original.key(), original.value());
        original.headers().forEach(header -> record.headers().add(header.name(), header.value()));
        header(record, "letter", Long.toString(letter.id()));
        header(record, "cause", letter.failure().cause());
        header(record, "detail", letter.failure().detail());
        header(record, "tries", Integer.toString(letter.tries()));
        header(record, "position", original.position().toString());
        return record;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add("tideline-dead-letter-" + name, value.getBytes(UTF_8));
    }

    private void untilAcknowledged(List<ProducerRecord<byte[], byte[]>> records, CountDownLatch stop) {
        while (!records.isEmpty()) {
            try {
                List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
                for (ProducerRecord<byte[], byte[]> record : records) {
                    sent.add(producer.send(record));
                }
                for (Future<RecordMetadata> acknowledgement : sent) {
                    acknowledgement.get();
                }
                return;
            } catch (ExecutionException | KafkaException away) {
                listener.waiting("Kafka", away.getMessage() == null ? away.toString() : away.getMessage());
                pause(stop);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new StoppedException();
            }
        }
    }

    private static void pause(CountDownLatch stop) {
        try {
            if (stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new StoppedException();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }
}

package dev.tideline.writer.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.events.Topics;
import dev.tideline.writer.store.LoggedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts records back at the end of their partition. A record that was put back and not marked as such is put back again by
 * the next replay, and is then a duplicate by its write id.
 */
public final class Replays implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;

    public Replays(Map<String, Object> clientProperties) {
        producer = new KafkaProducer<>(clientProperties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Whether Kafka has all of them. */
    boolean send(List<DeadLetterBook.Entry> letters) {
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (DeadLetterBook.Entry letter : letters) {
                sent.add(producer.send(record(letter)));
            }
            for (Future<RecordMetadata> acknowledgement : sent) {
                acknowledgement.get();
            }
            return true;
        } catch (ExecutionException | KafkaException away) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static ProducerRecord<byte[], byte[]> record(DeadLetterBook.Entry letter) {
        LoggedRecord original = letter.record();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.WRITES, original.position().partition(), original.key(), original.value());
        original.headers().forEach(header -> record.headers().add(header.name(), header.value()));
        record.headers().add("tideline-replay-of", Long.toString(letter.id()).getBytes(UTF_8));
        return record;
    }

    @Override
    public void close() {
        producer.close();
    }
}

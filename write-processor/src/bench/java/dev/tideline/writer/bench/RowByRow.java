package dev.tideline.writer.bench;

import dev.tideline.events.Decoded;
import dev.tideline.events.EventCodec;
import dev.tideline.events.Topics;
import dev.tideline.events.WriteRequested;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

/** What a service does without thinking about it: a Spring Kafka listener that applies each record in its own transaction. */
final class RowByRow implements AutoCloseable {

    private final ConcurrentMessageListenerContainer<byte[], byte[]> container;
    private final AtomicLong applied = new AtomicLong();
    private final EventCodec codec = new EventCodec();
    private final DataSource database;

    RowByRow(String kafka, DataSource database, int concurrency) {
        this.database = database;
        ContainerProperties properties = new ContainerProperties(Topics.WRITES);
        properties.setGroupId("row-by-row-" + System.nanoTime());
        properties.setMessageListener((MessageListener<byte[], byte[]>) this::apply);
        container = new ConcurrentMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(
                        Map.of("bootstrap.servers", kafka, "auto.offset.reset", "latest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                properties);
        container.setConcurrency(concurrency);
        container.start();
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        if (!(codec.decode(record.value(), WriteRequested.class) instanceof Decoded.Value<WriteRequested>(var write))) {
            return;
        }
        try (Connection connection = database.getConnection();
                PreparedStatement upsert = connection.prepareStatement("""
                        insert into resources as r (collection, id, version, body, deleted, updated_at)
                        values (?, ?, 1, ?::jsonb, false, now())
                        on conflict (collection, id) do update
                        set version = r.version + 1, body = excluded.body, updated_at = excluded.updated_at""")) {
            upsert.setString(1, write.resource().collection());
            upsert.setString(2, write.resource().id());
            upsert.setString(3, write.payload());
            upsert.executeUpdate();
            applied.incrementAndGet();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isAssigned() {
        var assigned = container.getAssignedPartitions();
        return assigned != null && assigned.size() == Topics.DEFAULT_WRITE_PARTITIONS;
    }

    long appliedSoFar() {
        return applied.get();
    }

    @Override
    public void close() {
        container.stop();
    }
}

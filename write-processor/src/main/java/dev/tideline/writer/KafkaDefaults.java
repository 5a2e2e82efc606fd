package dev.tideline.writer;

import dev.tideline.events.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What exactly-once needs of Kafka's clients, over whatever else the operator has set. */
final class KafkaDefaults {

    private KafkaDefaults() {}

    static Map<String, Object> consumer(Map<String, Object> given, WriterSettings settings) {
        Map<String, Object> all = new HashMap<>(given);
        all.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.WRITER_GROUP);
        all.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.instance());
        all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int)
                settings.session().toMillis());
        all.put(
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                (int) settings.session().toMillis() / 4);
        // Its offsets are moved by hand, after Postgres and the changes topic have everything.
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // One processor more or less must not stop the partitions that stay where they are.
        all.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batch().maxRecords());
        all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, (int)
                settings.batch().maxBytes().toBytes());
        all.putIfAbsent(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        return all;
    }

    static Map<String, Object> producer(Map<String, Object> given) {
        Map<String, Object> all = new HashMap<>(given);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Somebody waits for each change. What piles up while one request is on its way goes together anyway.
        all.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        all.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        all.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        all.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        all.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        return all;
    }
}

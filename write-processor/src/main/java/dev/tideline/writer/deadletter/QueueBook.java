package dev.tideline.writer.deadletter;

import dev.tideline.events.Topics;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The queue as it stands, whoever works on it: what Kafka holds beyond what Postgres has. */
public final class QueueBook implements AutoCloseable {

    private static final int LIMIT_MS = 4_000;

    private final Admin admin;
    private final JdbcClient jdbc;

    /**
     * One partition of the writes topic.
     *
     * @param next the offset of the next write to apply
     * @param end the offset that the next accepted write will get
     */
    record Partition(int partition, long next, long end, long waiting) {}

    public QueueBook(Map<String, Object> adminProperties, JdbcClient jdbc) {
        this.admin = Admin.create(adminProperties);
        this.jdbc = jdbc;
    }

    /**
     * By number; Kafka is given a few seconds.
     *
     * @throws ExecutionException when Kafka does not answer
     */
    List<Partition> partitions() throws ExecutionException, InterruptedException {
        TopicDescription writes = Objects.requireNonNull(
                admin.describeTopics(List.of(Topics.WRITES), new DescribeTopicsOptions().timeoutMs(LIMIT_MS))
                        .allTopicNames()
                        .get()
                        .get(Topics.WRITES));
        // Asked before the ends, so that what is applied meanwhile does not make a negative depth.
        Map<Integer, Long> applied = applied(writes.topicId().toString());
        Map<Integer, Long> firsts = offsets(writes, OffsetSpec.earliest());
        return offsets(writes, OffsetSpec.latest()).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(end -> partition(end.getKey(), applied.getOrDefault(end.getKey(), 0L), firsts, end.getValue()))
                .toList();
    }

    /** What is not applied and not there any more is lost, and does not wait. */
    private static Partition partition(int number, long applied, Map<Integer, Long> firsts, long end) {
        long next = Math.max(applied, firsts.getOrDefault(number, 0L));
        return new Partition(number, next, end, Math.max(0, end - next));
    }

    private Map<Integer, Long> offsets(TopicDescription topic, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = topic.partitions().stream()
                .collect(Collectors.toMap(one -> new TopicPartition(topic.name(), one.partition()), _ -> which));
        return admin.listOffsets(asked, new ListOffsetsOptions().timeoutMs(LIMIT_MS)).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        one -> one.getKey().partition(), one -> one.getValue().offset()));
    }

    private Map<Integer, Long> applied(String log) {
        Map<Integer, Long> applied = new HashMap<>();
        jdbc.sql("select part, next_offset from applied_through where log_id = ?")
                .param(log)
                .query((ResultSet row) -> {
                    applied.put(row.getInt(1), row.getLong(2));
                });
        return applied;
    }

    /** Writes that wait for another try, or behind one that does; they are out of the queue. */
    long parked() {
        return jdbc.sql("select count(*) from parked_writes").query(Long.class).single();
    }

    @Override
    public void close() {
        admin.close();
    }
}

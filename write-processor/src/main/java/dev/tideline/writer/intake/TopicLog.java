package dev.tideline.writer.intake;

import dev.tideline.events.Topics;
import dev.tideline.writer.store.StoppedException;
import dev.tideline.writer.watch.WriteListener;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics themselves: that they are there, and which incarnation of the writes topic this is. */
final class TopicLog {

    private final Admin admin;
    private final short replicas;
    private final WriteListener listener;

    TopicLog(Admin admin, short replicas, WriteListener listener) {
        this.admin = admin;
        this.replicas = replicas;
        this.listener = listener;
    }

    /** Makes the topics that this service owns where they do not exist, when Kafka answers. */
    void ensureTopics(CountDownLatch stop) {
        for (String topic : List.of(Topics.WRITES, Topics.CHANGES, Topics.DEAD_LETTERS)) {
            untilAnswered(() -> create(topic, Map.of()), stop);
        }
        untilAnswered(() -> create(Topics.REPLICAS, Topics.REPLICAS_CONFIGURATION), stop);
    }

    private String create(String topic, Map<String, String> configuration)
            throws ExecutionException, InterruptedException {
        try {
            NewTopic made = new NewTopic(topic, Topics.DEFAULT_WRITE_PARTITIONS, replicas).configs(configuration);
            admin.createTopics(List.of(made)).all().get();
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw failed;
            }
        }
        return topic;
    }

    /** The id of the writes topic: a topic that was deleted and made again has another one, and its offsets start over. */
    String id(CountDownLatch stop) {
        return untilAnswered(this::askForId, stop);
    }

    /** As {@link #id}, asked once; empty if there is no answer or no topic. */
    Optional<String> idNow() {
        try {
            return Optional.of(askForId());
        } catch (ExecutionException | KafkaException away) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private String askForId() throws ExecutionException, InterruptedException {
        DescribeTopicsOptions soon = new DescribeTopicsOptions().timeoutMs(5_000);
        return writes(soon).topicId().toString();
    }

    /** How many partitions the writes topic has. */
    int partitions(CountDownLatch stop) {
        return untilAnswered(
                () -> writes(new DescribeTopicsOptions()).partitions().size(), stop);
    }

    private TopicDescription writes(DescribeTopicsOptions options) throws ExecutionException, InterruptedException {
        return Objects.requireNonNull(admin.describeTopics(List.of(Topics.WRITES), options)
                .allTopicNames()
                .get()
                .get(Topics.WRITES));
    }

    /** The offset of the oldest write that a partition of the writes topic still has. */
    long firstOffset(int partition, CountDownLatch stop) {
        TopicPartition asked = new TopicPartition(Topics.WRITES, partition);
        return untilAnswered(
                () -> admin.listOffsets(Map.of(asked, OffsetSpec.earliest()))
                        .partitionResult(asked)
                        .get()
                        .offset(),
                stop);
    }

    private interface Question<T> {
        T ask() throws ExecutionException, InterruptedException;
    }

    private <T> T untilAnswered(Question<T> question, CountDownLatch stop) {
        try {
            while (true) {
                try {
                    return question.ask();
                } catch (ExecutionException | KafkaException away) {
                    listener.waiting("Kafka", String.valueOf(away.getMessage()));
                }
                if (stop.await(1, TimeUnit.SECONDS)) {
                    throw new StoppedException();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }
}

package dev.tideline.backends;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes topics that are not there yet. */
public final class KafkaTopics {
    private static final long PATIENCE_SECONDS = 30;

    private KafkaTopics() {}

    /**
     * Returns when every topic exists; one that existed before keeps its partitions and settings.
     *
     * @throws BackendException when Kafka refuses one or does not answer within 30 s
     */
    public static void create(String bootstrapServers, Collection<NewTopic> topics) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            for (Map.Entry<String, KafkaFuture<Void>> made :
                    admin.createTopics(topics).values().entrySet()) {
                await(made.getKey(), made.getValue());
            }
            List<String> names = topics.stream().map(NewTopic::name).toList();
            awaitEverywhere(admin, names);
        }
    }

    /** A broker may answer for a while that it does not know what its controller has made. */
    private static void awaitEverywhere(Admin admin, List<String> names) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                await(String.join(", ", names), admin.describeTopics(names).allTopicNames());
                return;
            } catch (BackendException refused) {
                boolean unknown = refused.getCause() instanceof ExecutionException e
                        && e.getCause() instanceof UnknownTopicOrPartitionException;
                if (!unknown || System.nanoTime() > deadline) {
                    throw refused;
                }
                Pause.millis(50);
            }
        }
    }

    private static void await(String what, KafkaFuture<?> future) {
        try {
            future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new BackendException("Kafka refuses the topic " + what + ": " + e.getMessage(), e);
            }
        } catch (TimeoutException e) {
            throw new BackendException("Kafka does not answer about the topic " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException("interrupted while making the topic " + what, e);
        }
    }
}

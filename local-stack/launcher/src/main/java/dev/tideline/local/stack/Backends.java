package dev.tideline.local.stack;

import dev.tideline.backends.EmbeddedKafka;
import dev.tideline.backends.EmbeddedPostgres;
import dev.tideline.backends.EmbeddedRedis;
import dev.tideline.backends.KafkaTopics;
import dev.tideline.events.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.NewTopic;

/** The backends this JVM keeps for a stack. */
final class Backends {
    private final Workspace workspace;
    private final Addresses addresses;
    private final Map<Part, AutoCloseable> running = new ConcurrentHashMap<>();

    Backends(Workspace workspace, Addresses addresses) {
        this.workspace = workspace;
        this.addresses = addresses;
    }

    void start(Part part) {
        int port = addresses.port(part);
        AutoCloseable backend =
                switch (part) {
                    case KAFKA -> EmbeddedKafka.start(workspace.data(part), port);
                    case REDIS_EU, REDIS_US -> EmbeddedRedis.start(workspace.data(part), port);
                    case POSTGRES ->
                        EmbeddedPostgres.start(
                                workspace.data(part), workspace.directory().resolve("postgres"), port);
                    case WRITE_PROCESSOR, ORIGIN, INVALIDATION, GATEWAY_EU_1, GATEWAY_EU_2, GATEWAY_US_1 ->
                        throw new IllegalArgumentException(part + " is no backend");
                };
        running.put(part, backend);
        if (part == Part.KAFKA) {
            createTopics();
        }
    }

    /** Whether it runs now; a Redis may have been killed by somebody else. */
    boolean isRunning(Part part) {
        AutoCloseable backend = running.get(part);
        return backend instanceof EmbeddedRedis redis ? redis.process().isPresent() : backend != null;
    }

    void stop(Part part) {
        AutoCloseable backend = running.remove(part);
        if (backend != null) {
            try {
                backend.close();
            } catch (Exception e) {
                throw new StackException(part.title() + " does not stop: " + e.getMessage());
            }
        }
    }

    private void createTopics() {
        int partitions = Topics.DEFAULT_WRITE_PARTITIONS;
        KafkaTopics.create(
                addresses.kafka(),
                List.of(
                        topic(Topics.WRITES, partitions),
                        topic(Topics.CHANGES, partitions),
                        topic(Topics.DEAD_LETTERS, partitions),
                        topic(Topics.REPLICAS, partitions).configs(Topics.REPLICAS_CONFIGURATION),
                        topic(Topics.PURGES, 1),
                        topic(Topics.GATEWAY_STATUS, 1)));
    }

    private static NewTopic topic(String name, int partitions) {
        return new NewTopic(name, partitions, (short) 1);
    }
}

package dev.tideline.backends;

import java.util.ArrayDeque;
import java.util.Deque;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The production images on a Docker engine. */
final class ContainerSource implements BackendSource {
    private static final int REDIS_PORT = 6379;

    private final Deque<GenericContainer<?>> started = new ArrayDeque<>();

    @Override
    public TestBackends.Kafka kafka() {
        KafkaContainer kafka = new KafkaContainer("apache/kafka:4.1.2")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        run(kafka);
        return new TestBackends.Kafka(kafka.getBootstrapServers());
    }

    @Override
    public TestBackends.Redis redis() {
        GenericContainer<?> redis = new GenericContainer<>("redis:8-alpine").withExposedPorts(REDIS_PORT);
        run(redis);
        return new TestBackends.Redis(redis.getHost(), redis.getMappedPort(REDIS_PORT));
    }

    @Override
    public TestBackends.Postgres postgres() {
        PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:18-alpine")
                .withDatabaseName(EmbeddedPostgres.DATABASE)
                .withUsername(EmbeddedPostgres.USER)
                .withPassword(EmbeddedPostgres.PASSWORD);
        run(postgres);
        String url = "jdbc:postgresql://" + postgres.getHost() + ":"
                + postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT) + "/" + EmbeddedPostgres.DATABASE;
        return new TestBackends.Postgres(url, EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD);
    }

    private synchronized void run(GenericContainer<?> container) {
        container.start();
        started.push(container);
    }

    @Override
    public synchronized void close() {
        started.forEach(GenericContainer::stop);
        started.clear();
    }
}

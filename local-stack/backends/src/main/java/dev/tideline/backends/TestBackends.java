package dev.tideline.backends;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * The backends of integration tests: each is started at most once in a JVM, when first asked for, on a free port, with
 * fresh data, and stopped when the JVM ends.
 *
 * <p>{@code -Dtideline.backends=embedded} (the default) runs the programs this module carries; {@code testcontainers}
 * runs the production images and needs a Docker engine. The tests do not see the difference.
 */
public final class TestBackends {
    static final String SWITCH = "tideline.backends";

    private static final Supplier<BackendSource> SOURCE = once(TestBackends::openSource);
    private static final Supplier<Kafka> KAFKA = once(() -> SOURCE.get().kafka());
    private static final Supplier<Redis> REDIS = once(() -> SOURCE.get().redis());
    private static final Supplier<Postgres> POSTGRES = once(() -> SOURCE.get().postgres());

    private TestBackends() {}

    /** For {@code spring.kafka.bootstrap-servers}. */
    public record Kafka(String bootstrapServers) {}

    /** For {@code spring.data.redis.host} and {@code .port}. */
    public record Redis(String host, int port) {}

    /** For {@code spring.datasource.url}, {@code .username} and {@code .password}; the role may create databases and roles. */
    public record Postgres(String jdbcUrl, String user, String password) {
        private static final AtomicInteger COUNT = new AtomicInteger();

        /** An empty database of its own on the same server, for a test that must not see another's rows. */
        public Postgres freshDatabase() {
            String name = "test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
            try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password);
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new BackendException("cannot create the database " + name, e);
            }
            return new Postgres(jdbcUrl.replaceFirst("/[^/?]+($|\\?)", "/" + name + "$1"), user, password);
        }
    }

    public static Kafka kafka() {
        return KAFKA.get();
    }

    public static Redis redis() {
        return REDIS.get();
    }

    public static Postgres postgres() {
        return POSTGRES.get();
    }

    /** Makes topics with this many partitions each, where they do not exist. */
    public static void createTopics(int partitions, String... names) {
        KafkaTopics.create(
                kafka().bootstrapServers(),
                Arrays.stream(names)
                        .map(name -> new NewTopic(name, partitions, (short) 1))
                        .toList());
    }

    /** Makes topics where they do not exist: name to number of partitions. */
    public static void createTopics(Map<String, Integer> partitionsByName) {
        KafkaTopics.create(
                kafka().bootstrapServers(),
                partitionsByName.entrySet().stream()
                        .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), (short) 1))
                        .toList());
    }

    private static BackendSource openSource() {
        KafkaNoise.lower();
        BackendSource source = source(System.getProperty(SWITCH, "embedded"));
        Runtime.getRuntime().addShutdownHook(new Thread(source::close, "stop-test-backends"));
        return source;
    }

    static BackendSource source(String choice) {
        return switch (choice.toLowerCase(Locale.ROOT)) {
            case "embedded" -> new EmbeddedSource();
            case "testcontainers" -> new ContainerSource();
            default ->
                throw new BackendException(
                        "-D" + SWITCH + "=" + choice + " is unknown; allowed are embedded, testcontainers");
        };
    }

    private static <T> Supplier<T> once(Supplier<T> start) {
        return new Supplier<>() {
            private @Nullable T started;

            @Override
            public synchronized T get() {
                T value = started;
                if (value == null) {
                    value = start.get();
                    started = value;
                }
                return value;
            }
        };
    }
}

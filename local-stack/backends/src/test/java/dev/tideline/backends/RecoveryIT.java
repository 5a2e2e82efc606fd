package dev.tideline.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a {@code kill -9} of the owner leaves behind does not hinder the next start, and acknowledged data are kept. */
class RecoveryIT {
    @TempDir
    private Path directory;

    private final int kafkaPort = Ports.free();
    private final int redisPort = Ports.free();
    private final int postgresPort = Ports.free();

    @Test
    void aKilledOwnerIsSucceededOnTheSamePortsWithAllDataKept() throws Exception {
        HostJvm first = HostJvm.start(directory, kafkaPort, redisPort, postgresPort);
        execute("create table kept (a text)", "insert into kept values ('acknowledged')");
        produce("acknowledged");
        first.kill();
        ProcessHandle orphanedRedis = redisProcess();
        assertThat(Ports.isFree(postgresPort)).as("Postgres outlives its owner").isFalse();

        try (HostJvm _ = HostJvm.start(directory, kafkaPort, redisPort, postgresPort)) {
            assertThat(orphanedRedis.isAlive()).isFalse();
            assertThat(redisProcess().isAlive()).isTrue();
            assertThat(select("select a from kept")).isEqualTo("acknowledged");
            assertThat(consume()).isEqualTo("acknowledged");
            execute("insert into kept values ('writable again')");
        }
        assertThat(Ports.isFree(redisPort)).isTrue();
        assertThat(Ports.isFree(postgresPort)).isTrue();
        assertThat(Ports.isFree(kafkaPort)).isTrue();
    }

    @Test
    void postgresKeepsItsDataOverAnOrderlyRestartAndIsDurable() throws Exception {
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(directory.resolve("postgres"), postgresPort)) {
            execute("create table kept (a text)", "insert into kept values ('x')");
            assertThat(select("show fsync")).isEqualTo("on");
            assertThat(select("show synchronous_commit")).isEqualTo("on");
        }
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(directory.resolve("postgres"), postgresPort)) {
            assertThat(select("select a from kept")).isEqualTo("x");
        }
    }

    @Test
    void aPidFileThatNamesAnotherProgramIsNoObstacleAndThatProgramLives() throws Exception {
        EmbeddedPostgres.start(directory.resolve("postgres"), postgresPort).close();
        Process bystander = new ProcessBuilder("sleep", "600").start();
        Files.writeString(directory.resolve("postgres/data/postmaster.pid"), bystander.pid() + "\n");
        Files.createDirectories(directory.resolve("redis"));
        Files.writeString(directory.resolve("redis/redis.pid"), bystander.pid() + "\n");
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(directory.resolve("postgres"), postgresPort);
                EmbeddedRedis redis = EmbeddedRedis.start(directory.resolve("redis"), redisPort)) {
            assertThat(redis.process().orElseThrow().pid()).isNotEqualTo(bystander.pid());
            assertThat(select("select 'up'")).isEqualTo("up");
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly();
        }
    }

    @Test
    void aDatabaseDirectoryWhoseMakingWasCutShortIsMadeAnew() throws Exception {
        Path half = Files.createDirectories(directory.resolve("postgres/data"));
        Files.writeString(half.resolve("PG_VERSION"), "18\n");
        Files.writeString(half.resolve("postgresql.conf"), "");
        try (EmbeddedPostgres _ = EmbeddedPostgres.start(directory.resolve("postgres"), postgresPort)) {
            assertThat(select("select 'up'")).isEqualTo("up");
        }
    }

    @Test
    void aTakenPortIsOneClearLineForEachBackend() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = holder.getLocalPort();
            for (Runnable start : List.<Runnable>of(
                    () -> EmbeddedKafka.start(directory.resolve("kafka"), port),
                    () -> EmbeddedRedis.start(directory.resolve("redis"), port),
                    () -> EmbeddedPostgres.start(directory.resolve("postgres"), port))) {
                assertThatExceptionOfType(BackendException.class)
                        .isThrownBy(start::run)
                        .withMessageStartingWith("port " + port + " is taken by java (pid ");
            }
        }
    }

    private ProcessHandle redisProcess() throws Exception {
        long pid = Long.parseLong(
                Files.readString(directory.resolve("redis/redis.pid")).strip());
        return ProcessHandle.of(pid).orElseThrow();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgresPort + "/tideline", "tideline", "tideline");
    }

    private void execute(String... commands) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }

    private String select(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private void produce(String value) throws Exception {
        String servers = "127.0.0.1:" + kafkaPort;
        KafkaTopics.create(servers, List.of(new NewTopic("kept", 1, (short) 1)));
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", servers, "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("kept", "k", value)).get();
        }
    }

    private String consume() {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", "127.0.0.1:" + kafkaPort, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition("kept", 0)));
            return consumer.poll(Duration.ofSeconds(30)).iterator().next().value();
        }
    }
}

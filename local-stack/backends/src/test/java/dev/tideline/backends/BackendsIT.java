package dev.tideline.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Holds for both settings of the switch. */
class BackendsIT {

    @Test
    void kafkaKeepsARecordAndGivesItBack() throws Exception {
        String topic = "kept-" + UUID.randomUUID();
        TestBackends.createTopics(3, topic);
        TestBackends.createTopics(Map.of(topic, 3)); // a second time does no harm
        String servers = TestBackends.kafka().bootstrapServers();

        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", servers, "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 2, "k", "v")).get();
        }

        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 2)));
            assertThat(consumer.poll(Duration.ofSeconds(20)).records(topic))
                    .singleElement()
                    .satisfies(record -> assertThat(record.value()).isEqualTo("v"));
        }
    }

    @Test
    void kafkaMakesNoTopicThatNobodyAskedFor() throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestBackends.kafka().bootstrapServers()))) {
            assertThat(admin.listTopics().names().get()).noneMatch(name -> name.startsWith("unasked"));
            assertThatThrownBy(() -> admin.describeTopics(List.of("unasked"))
                            .allTopicNames()
                            .get())
                    .hasMessageContaining("UnknownTopicOrPartition");
        }
    }

    @Test
    void redisAnswers() throws Exception {
        TestBackends.Redis redis = TestBackends.redis();
        try (Socket socket = new Socket(redis.host(), redis.port())) {
            socket.getOutputStream().write("SET a b\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII))
                    .isEqualTo("+OK\r\n");
        }
    }

    @Test
    void postgresHasADatabaseAndARoleThatMayMakeMore() throws SQLException {
        TestBackends.Postgres fresh = TestBackends.postgres().freshDatabase();
        try (Connection connection = DriverManager.getConnection(fresh.jdbcUrl(), fresh.user(), fresh.password());
                var statement = connection.createStatement()) {
            statement.execute("create table t (a int)");
            statement.execute("create role r_" + ProcessHandle.current().pid() + " login password 'x'");
            assertThat(TestBackends.postgres().freshDatabase()).isNotEqualTo(fresh);
        }
    }

    @Test
    void postgresRefusesAWrongPassword() {
        TestBackends.Postgres postgres = TestBackends.postgres();
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "wrong"))
                .hasMessageContaining("password authentication failed");
    }
}

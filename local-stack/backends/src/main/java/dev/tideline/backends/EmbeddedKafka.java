package dev.tideline.backends;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A Kafka broker and its KRaft controller inside this JVM, with lasting data. It dies with the JVM, so leaves no orphan. */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE = 1;

    private final KafkaRaftServer server;
    private final int port;
    private boolean closed;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts the broker and returns when it takes requests.
     *
     * @param directory for its logs; formatted when new
     * @param port on 127.0.0.1, or 0 for a free one
     * @throws BackendException when the port is taken or the broker does not come up
     */
    public static EmbeddedKafka start(Path directory, int port) {
        KafkaNoise.lower();
        int chosen = port == 0 ? Ports.free() : port;
        Ports.requireFree(chosen, "stop it or choose another port for Kafka");
        try {
            Path logs = format(directory);
            KafkaRaftServer server = new KafkaRaftServer(
                    KafkaConfig.fromProps(settings(logs, chosen, Ports.free()), false), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(server, chosen);
        } catch (Exception e) {
            throw new BackendException("Kafka in " + directory + " does not start: " + e.getMessage(), e);
        }
    }

    /** A format that was cut short is done again from nothing: the marker beside the logs is written last. */
    private static Path format(Path directory) throws Exception {
        Path logs = directory.resolve("logs");
        Path marker = directory.resolve("formatted");
        if (Files.exists(marker)) {
            return logs;
        }
        Directories.delete(logs);
        Files.createDirectories(logs);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NODE)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(logs.toString())
                .setDirectories(java.util.List.of(logs.toString()))
                .run();
        markFormatted(marker);
        return logs;
    }

    private static void markFormatted(Path marker) throws IOException {
        Files.writeString(marker, "node " + NODE + "\n");
    }

    private static Properties settings(Path logs, int port, int controllerPort) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE),
                "controller.quorum.voters",
                NODE + "@127.0.0.1:" + controllerPort,
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:" + port,
                "controller.listener.names",
                "CONTROLLER",
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs",
                logs.toString(),
                "auto.create.topics.enable",
                "false"));
        properties.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1"));
        properties.putAll(Map.of(
                "group.initial.rebalance.delay.ms", "0",
                "group.consumer.heartbeat.interval.ms", "1000",
                "group.consumer.min.heartbeat.interval.ms", "500",
                "log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20),
                // A broker that was killed is taken for dead sooner, else the next start waits 9 s for it.
                "broker.heartbeat.interval.ms", "500",
                "broker.session.timeout.ms", "2000"));
        return properties;
    }

    public int port() {
        return port;
    }

    /** For {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Stops the broker after what it was given is on disk. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            server.shutdown();
            server.awaitShutdown();
        }
    }
}

package dev.tideline.backends;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
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
        return start(directory, port, List.of(), Map.of());
    }

    /**
     * The same, for clients who sign in with SCRAM-SHA-512 over TLS and for no others. The broker itself comes in by a
     * listener of its own.
     *
     * @param users passwords by name
     */
    public static EmbeddedKafka startSecured(Path directory, int port, Tls tls, Map<String, String> users) {
        int inside = Ports.free();
        int chosen = port == 0 ? Ports.free() : port;
        Map<String, String> security = new HashMap<>(Map.of(
                "advertised.listeners",
                "SECURED://127.0.0.1:" + chosen + ",INSIDE://127.0.0.1:" + inside,
                "inter.broker.listener.name",
                "INSIDE",
                "listener.security.protocol.map",
                "SECURED:SASL_SSL,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "listener.name.secured.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;"));
        security.put("ssl.keystore.type", "PEM");
        security.put("ssl.keystore.certificate.chain", read(tls.certificate()));
        security.put("ssl.keystore.key", read(tls.key()));
        List<String> scram = users.entrySet().stream()
                .map(user -> "SCRAM-SHA-512=[name=" + user.getKey() + ",password=" + user.getValue() + "]")
                .toList();
        return start(directory, chosen, scram, security);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BackendException("cannot read " + file, e);
        }
    }

    private static EmbeddedKafka start(Path directory, int port, List<String> scram, Map<String, String> security) {
        KafkaNoise.lower();
        int chosen = port == 0 ? Ports.free() : port;
        Ports.requireFree(chosen, "stop it or choose another port for Kafka");
        try {
            Path logs = format(directory, scram);
            Properties settings = settings(logs, chosen);
            settings.putAll(security);
            String controller = "127.0.0.1:" + Ports.free();
            settings.put("listeners", settings.get("advertised.listeners") + ",CONTROLLER://" + controller);
            settings.put("controller.quorum.voters", NODE + "@" + controller);
            KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(server, chosen);
        } catch (Exception e) {
            throw new BackendException("Kafka in " + directory + " does not start: " + e.getMessage(), e);
        }
    }

    /** A format that was cut short is done again from nothing: the marker beside the logs is written last. */
    private static Path format(Path directory, List<String> scram) throws Exception {
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
                .setDirectories(List.of(logs.toString()))
                .setScramArguments(scram)
                .run();
        markFormatted(marker);
        return logs;
    }

    private static void markFormatted(Path marker) throws IOException {
        Files.writeString(marker, "node " + NODE + "\n");
    }

    private static Properties settings(Path logs, int port) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE),
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

package dev.tideline.writer.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.backends.TestBackends;
import dev.tideline.events.EventCodec;
import dev.tideline.events.Topics;
import dev.tideline.events.WritePosition;
import dev.tideline.events.WriteRequested;
import dev.tideline.placement.Placement;
import dev.tideline.placement.PlacementFile;
import dev.tideline.writer.WriteProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Kafka, a database of its own, a producer of writes, and processors: in this JVM, or as processes that can be killed. The
 * topics are shared with other tests of the JVM, so a test makes its own resources and looks for those only.
 */
public final class Testbed implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final EventCodec codec = new EventCodec();
    private final TestBackends.Postgres postgres;
    private final String kafka;
    private Path placement;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ChangeReader changes;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final String run = Long.toString(ProcessHandle.current().pid()) + "-" + COUNT.incrementAndGet();

    public Testbed() {
        this(TestBackends.postgres().freshDatabase(), TestBackends.kafka().bootstrapServers());
    }

    /** With a Postgres that the test starts and stops itself. */
    public Testbed(String jdbcUrl, String user, String password) {
        this(
                new TestBackends.Postgres(jdbcUrl, user, password),
                TestBackends.kafka().bootstrapServers());
    }

    /** With a Kafka that the test starts and stops itself. */
    public Testbed(String kafka) {
        this(TestBackends.postgres().freshDatabase(), kafka);
    }

    private Testbed(TestBackends.Postgres postgres, String kafka) {
        this.postgres = postgres;
        this.kafka = kafka;
        createTopics(kafka);
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka, ProducerConfig.ACKS_CONFIG, "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        changes = new ChangeReader(kafka);
        placement = placementFile("""
                products: {tier: cache, tags: ["category:{/category}"]}
                accounts: {tier: strong, conflict: reject}
                counters: {tier: cache, conflict: counter}
                notes: {tier: cache, conflict: merge}""");
    }

    /** Processors that are started from now on read a placement with these collections, one per line. */
    public void place(String collections) {
        placement = placementFile(collections);
    }

    private static Path placementFile(String collections) {
        try {
            Path file = Files.createTempFile("placement", ".yaml");
            Files.writeString(file, "regions: [eu]\ncollections:\n" + collections.indent(2));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A placement with these collections, one per line. */
    public static Placement placementOf(String collections) {
        return PlacementFile.read(placementFile(collections));
    }

    private static void createTopics(String kafka) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            for (String topic : List.of(Topics.WRITES, Topics.CHANGES, Topics.DEAD_LETTERS)) {
                if (!admin.listTopics().names().get().contains(topic)) {
                    admin.createTopics(List.of(new NewTopic(topic, Topics.DEFAULT_WRITE_PARTITIONS, (short) 1)))
                            .all()
                            .get();
                }
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public String kafka() {
        return kafka;
    }

    /** A resource that no other test has. */
    public String resource(String collection, String name) {
        return collection + "/" + name + "-" + run;
    }

    /** The settings a processor of this testbed needs, as {@code key=value}. */
    public List<String> settings(String instance, String... more) {
        return Stream.concat(
                        Stream.of(
                                "spring.kafka.bootstrap-servers=" + kafka,
                                "spring.datasource.url=" + postgres.jdbcUrl(),
                                "spring.datasource.username=" + postgres.user(),
                                "spring.datasource.password=" + postgres.password(),
                                "server.port=0",
                                "management.server.port=0",
                                "tideline.placement=" + placement,
                                "tideline.instance=" + instance,
                                "tideline.session=6s"),
                        Stream.of(more))
                .toList();
    }

    /** Starts a processor in this JVM; it is stopped with the testbed. */
    public ConfigurableApplicationContext startProcessor(String instance, String... more) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(WriteProcessor.class)
                .properties(Map.of())
                .run(settings(instance, more).stream()
                        .map(setting -> "--" + setting)
                        .toArray(String[]::new));
        open.add(context);
        return context;
    }

    /** Starts a processor as a process of its own. */
    public ProcessorProcess startProcess(String instance, String... more) {
        ProcessorProcess process = ProcessorProcess.start(settings(instance, more));
        open.add(process);
        return process;
    }

    /** Sends a write as a gateway does, and waits until Kafka has it. */
    public WritePosition send(WriteRequested write) {
        return sendRaw(write.resource().toString(), codec.encode(write));
    }

    public void sendAll(List<WriteRequested> writes) {
        for (WriteRequested write : writes) {
            var unused = producer.send(new ProducerRecord<>(
                    Topics.WRITES, write.resource().toString().getBytes(UTF_8), codec.encode(write)));
        }
        producer.flush();
    }

    public WritePosition sendRaw(String key, byte[] value) {
        try {
            var sent = producer.send(new ProducerRecord<>(Topics.WRITES, key.getBytes(UTF_8), value))
                    .get();
            return new WritePosition(sent.partition(), sent.offset());
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every record of the changes topic since this testbed was made. */
    public ChangeReader changes() {
        return changes;
    }

    public TestBackends.Postgres postgres() {
        return postgres;
    }

    /** The processors' consumer group as Kafka sees it. */
    public ConsumerGroupDescription group() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            return admin.describeConsumerGroups(List.of(Topics.WRITER_GROUP))
                    .describedGroups()
                    .get(Topics.WRITER_GROUP)
                    .get();
        }
    }

    /** One row per line, columns joined by a space. */
    public List<String> rows(String sql) {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute("set search_path = tideline");
            try (ResultSet rows = statement.executeQuery(sql)) {
                List<String> lines = new ArrayList<>();
                while (rows.next()) {
                    List<String> columns = new ArrayList<>();
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        columns.add(String.valueOf(rows.getString(i)));
                    }
                    lines.add(String.join(" ", columns));
                }
                return lines;
            }
        } catch (SQLException e) {
            return List.of("no answer: " + e.getMessage());
        }
    }

    public String row(String sql) {
        return String.join("\n", rows(sql));
    }

    /** The version, body and tombstone mark of a resource. */
    public String resourceRow(String resource) {
        int slash = resource.indexOf('/');
        return row("select version, body, deleted from resources where collection = '" + resource.substring(0, slash)
                + "' and id = '" + resource.substring(slash + 1) + "'");
    }

    /** How many writes of this testbed are applied; the topics may still hold some of another's. */
    public int appliedWrites() {
        return Integer.parseInt(
                row("select count(*) from writes where status = 'applied' and id like '%-" + run + "'"));
    }

    public String outcome(WriteRequested write) {
        return row("select status from writes where write_id = '" + write.writeId() + "'");
    }

    /** Waits until a question has this answer, for a minute at most. */
    public static <T> void await(Callable<T> question, T answer) {
        Instant until = Instant.now().plus(PATIENCE);
        T last = null;
        try {
            while (Instant.now().isBefore(until)) {
                last = question.call();
                if (answer.equals(last)) {
                    return;
                }
                Thread.sleep(50);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("expected " + answer + " within " + PATIENCE + ", but it is " + last);
    }

    @Override
    public void close() {
        for (AutoCloseable closeable : open.reversed()) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        producer.close();
        changes.close();
    }
}

package dev.tideline.local.security;

import dev.tideline.backends.EmbeddedKafka;
import dev.tideline.backends.EmbeddedPostgres;
import dev.tideline.backends.EmbeddedRedis;
import dev.tideline.backends.Ports;
import dev.tideline.backends.Tls;
import dev.tideline.events.Topics;
import dev.tideline.local.stack.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Backends that let nobody in without TLS and a password, and services that are told both by their ordinary settings. */
final class SecuredStack implements AutoCloseable {

    private static final String PLACEMENT = """
            regions: [eu]
            collections: {products: {tier: cache, cache: {max-age: 10m}}}
            """;

    private final Path root = Path.of(System.getProperty("tideline.root", "../.."));
    private final Path directory;
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Deque<Runnable> open = new ArrayDeque<>();
    private final List<SecuredService> services = new ArrayList<>();
    private final TestingAuthority authority;
    private final TestingAuthority stranger;
    private final Tls tls;
    private final EmbeddedKafka kafka;
    private final EmbeddedRedis redis;
    private final EmbeddedPostgres postgres;
    private final Path placement;

    SecuredStack(Path directory) throws IOException {
        this.directory = directory;
        this.authority = TestingAuthority.in(directory.resolve("authority"));
        this.stranger = TestingAuthority.in(directory.resolve("stranger"));
        this.tls = authority.tls();
        Files.createDirectories(logs());
        this.placement = Files.writeString(directory.resolve("placement.yaml"), PLACEMENT);
        kafka = EmbeddedKafka.startSecured(directory.resolve("kafka"), 0, tls, Map.of("tideline", secret("kafka")));
        open.push(kafka::close);
        redis = EmbeddedRedis.startSecured(directory.resolve("redis"), 0, tls, secret("redis"));
        open.push(redis::close);
        postgres = EmbeddedPostgres.startSecured(
                directory.resolve("postgres"), directory.resolve("program"), Ports.free(), tls, secret("postgres"));
        open.push(postgres::close);
        createTopics();
    }

    /** The same for the same name; without anything that a file or URL would write differently. */
    String secret(String name) {
        return secrets.computeIfAbsent(
                name, _ -> "hush" + UUID.randomUUID().toString().replace("-", ""));
    }

    private String masterKey() {
        byte[] key = secret("bytes").substring(0, 32).getBytes(StandardCharsets.US_ASCII);
        return secrets.computeIfAbsent("master key", _ -> Base64.getEncoder().encodeToString(key));
    }

    /** All that must not be read anywhere. */
    Collection<String> secrets() throws IOException {
        List<String> key = Files.readAllLines(tls.key());
        secrets.put("private key", key.get(1));
        return secrets.values();
    }

    Path logs() {
        return directory.resolve("logs");
    }

    TestingAuthority authority() {
        return authority;
    }

    private void createTopics() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "security.protocol",
                "SASL_SSL",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                authority.authority().toString(),
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                login("kafka"));
        int partitions = Topics.DEFAULT_WRITE_PARTITIONS;
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(
                            new NewTopic(Topics.WRITES, partitions, (short) 1),
                            new NewTopic(Topics.CHANGES, partitions, (short) 1),
                            new NewTopic(Topics.DEAD_LETTERS, partitions, (short) 1),
                            new NewTopic(Topics.REPLICAS, partitions, (short) 1).configs(Topics.REPLICAS_CONFIGURATION),
                            new NewTopic(Topics.PURGES, 1, (short) 1),
                            new NewTopic(Topics.GATEWAY_STATUS, 1, (short) 1)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private String login(String secret) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"tideline\" password=\""
                + secret(secret) + "\";";
    }

    /** Which service, and what is wrong with it if anything. */
    SecuredService start(Part part, String name, Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>(common());
        settings.putAll(
                switch (part) {
                    case WRITE_PROCESSOR -> writer();
                    case ORIGIN -> database("tideline_reader", "reader");
                    case INVALIDATION ->
                        Map.of(
                                "tideline.tokens[0].name",
                                "operator",
                                "tideline.tokens[0].roles",
                                "read,purge",
                                "tideline.tokens[0].hash",
                                hash(secret("operator")));
                    default -> gateway(name);
                });
        settings.putAll(more);
        SecuredService service = SecuredService.start(root, part, name, logs(), settings);
        services.add(service);
        return service;
    }

    private Map<String, String> common() {
        Map<String, String> settings = new LinkedHashMap<>(kafka("kafka", authority));
        settings.put("tideline.placement", placement.toString());
        settings.put("spring.ssl.bundle.pem.server.keystore.certificate", "file:" + tls.certificate());
        settings.put("spring.ssl.bundle.pem.server.keystore.private-key", "file:" + tls.key());
        settings.put("spring.ssl.bundle.pem.trusted.truststore.certificate", "file:" + authority.authority());
        settings.put("server.ssl.bundle", "server");
        settings.put("management.server.ssl.enabled", "false");
        // Nobody is there; what would be sent along is a secret too.
        settings.put("management.opentelemetry.tracing.export.otlp.endpoint", "http://127.0.0.1:9/v1/traces");
        settings.put("management.opentelemetry.tracing.export.otlp.headers.authorization", secret("collector"));
        settings.put("management.tracing.sampling.probability", "1.0");
        return settings;
    }

    private Map<String, String> kafka(String secret, TestingAuthority believed) {
        return Map.of(
                "spring.kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                "spring.kafka.security.protocol",
                "SASL_SSL",
                "spring.kafka.ssl.trust-store-type",
                "PEM",
                "spring.kafka.ssl.trust-store-location",
                "file:" + believed.authority(),
                "spring.kafka.properties.sasl.mechanism",
                "SCRAM-SHA-512",
                "spring.kafka.properties.sasl.jaas.config",
                login(secret));
    }

    private Map<String, String> writer() {
        Map<String, String> settings = new LinkedHashMap<>(database("tideline", "postgres"));
        settings.put("tideline.reader-password", secret("reader"));
        settings.put("tideline.subjects.master-key", masterKey());
        settings.put("tideline.operators[0].name", "operator");
        settings.put("tideline.operators[0].role", "act");
        settings.put("tideline.operators[0].token-sha256", hash(secret("operator")));
        return settings;
    }

    private Map<String, String> database(String user, String secret) {
        return Map.of(
                "spring.datasource.url",
                postgres.jdbcUrl() + "?sslmode=verify-full&sslrootcert=" + authority.authority(),
                "spring.datasource.username",
                user,
                "spring.datasource.password",
                secret(secret));
    }

    private Map<String, String> gateway(String name) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("tideline.instance", name);
        settings.put("tideline.stop.notice", "0s");
        settings.put("tideline.cache.l1", "32MB");
        settings.put("tideline.cache.l2.enabled", "true");
        settings.put("tideline.cache.l2.timeout", "5s");
        settings.put("tideline.subjects.master-key", masterKey());
        settings.put("tideline.explain.token-hash", hash(secret("operator")));
        settings.put("spring.cloud.gateway.server.webflux.httpclient.ssl.ssl-bundle", "trusted");
        settings.put("spring.data.redis.host", redis.host());
        settings.put("spring.data.redis.port", Integer.toString(redis.port()));
        settings.put("spring.data.redis.password", secret("redis"));
        settings.put("spring.data.redis.ssl.bundle", "trusted");
        return settings;
    }

    /** Of a gateway. */
    static Map<String, String> origin(SecuredService origin) {
        return Map.of("tideline.origin-url", "https://127.0.0.1:" + origin.port());
    }

    Map<String, String> wrongKafkaPassword() {
        return Map.of("spring.kafka.properties.sasl.jaas.config", login("wrong kafka"));
    }

    /** Kafka shows a certificate of somebody else. */
    Map<String, String> otherKafka() {
        return kafka("kafka", stranger);
    }

    Map<String, String> wrongDatabasePassword() {
        return Map.of("spring.datasource.password", secret("wrong postgres"));
    }

    Map<String, String> otherDatabase() {
        return Map.of(
                "spring.datasource.url",
                postgres.jdbcUrl() + "?sslmode=verify-full&sslrootcert=" + stranger.authority());
    }

    Map<String, String> wrongRedisPassword() {
        return Map.of("spring.data.redis.password", secret("wrong redis"));
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What they have to say at their end is then in their logs. */
    void stopServices() {
        services.forEach(SecuredService::signal);
        services.forEach(SecuredService::close);
        services.clear();
    }

    @Override
    public void close() {
        stopServices();
        while (!open.isEmpty()) {
            open.pop().run();
        }
    }
}

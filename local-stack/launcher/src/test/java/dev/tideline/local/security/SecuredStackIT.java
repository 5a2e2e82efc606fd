package dev.tideline.local.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.stack.Part;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka, Redis, Postgres and the services with TLS and passwords between all of them, each by the settings that
 * {@code docs/security.md} names; beside them services in which one setting is wrong; then everything that was said meanwhile.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredStackIT {

    @TempDir
    private static Path directory;

    private static SecuredStack stack;
    private static HttpClient client;
    private static SecuredService gateway;
    private static List<SecuredService> services;
    private static SecuredService gatewayOfAnotherKafka;
    private static SecuredService originOfAnotherDatabase;
    private static SecuredService writerWithoutDatabase;
    private static SecuredService purgerWithoutKafka;
    private static SecuredService gatewayWithoutRedis;

    /** All at once: while one waits, another starts. */
    @BeforeAll
    static void start() throws IOException {
        stack = new SecuredStack(directory);
        client = HttpClient.newBuilder()
                .sslContext(stack.authority().client())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        Map<String, String> shown = Map.of("management.endpoints.web.exposure.include", "*");
        SecuredService writer = stack.start(Part.WRITE_PROCESSOR, "write-processor", shown);
        SecuredService origin = stack.start(Part.ORIGIN, "origin-service", shown);
        SecuredService purger = stack.start(Part.INVALIDATION, "invalidation-service", shown);
        Map<String, String> toOrigin = SecuredStack.origin(origin);
        gateway = stack.start(Part.GATEWAY_EU_1, "gateway", plus(shown, toOrigin));
        services = List.of(writer, origin, purger, gateway);
        gatewayOfAnotherKafka = stack.start(Part.GATEWAY_EU_1, "gateway-tls", plus(toOrigin, stack.otherKafka()));
        originOfAnotherDatabase = stack.start(Part.ORIGIN, "origin-tls", stack.otherDatabase());
        writerWithoutDatabase = stack.start(Part.WRITE_PROCESSOR, "writer-login", stack.wrongDatabasePassword());
        purgerWithoutKafka = stack.start(Part.INVALIDATION, "purger-login", stack.wrongKafkaPassword());
        gatewayWithoutRedis =
                stack.start(Part.GATEWAY_EU_1, "gateway-redis", plus(toOrigin, stack.wrongRedisPassword()));
        services.forEach(SecuredService::awaitReady);
    }

    @AfterAll
    static void stop() {
        stack.close();
        client.close();
    }

    private static Map<String, String> plus(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    @Test
    @Order(1)
    void aWriteGoesRoundAndItsPurgeArrives() {
        HttpResponse<String> written = until(() -> put("{\"name\": \"first\"}"), answer -> answer.statusCode() != 503);
        assertThat(written.statusCode()).as(written.body()).isIn(200, 201);
        until(this::read, answer -> answer.body().contains("first"));
        until(
                this::read,
                answer ->
                        answer.headers().firstValue("X-Cache-Status").orElse("").equals("HIT"));

        assertThat(put("{\"name\": \"second\"}").statusCode()).isEqualTo(200);

        until(this::read, answer -> answer.body().contains("second"));
        until(
                () -> get(gateway.managed("/actuator/prometheus")),
                metrics -> metrics.body()
                        .lines()
                        .anyMatch(line -> line.startsWith("tideline_purge_lag_seconds_count") && !line.endsWith(" 0")));
        until(
                () -> {
                    read();
                    return get(gateway.managed("/actuator/prometheus"));
                },
                metrics -> metrics.body()
                        .lines()
                        .anyMatch(line -> line.startsWith("tideline_cache_kept_count")
                                && line.contains("tier=\"l2\"")
                                && !line.endsWith(" 0")));
    }

    @Test
    @Order(2)
    void whoHasAWrongPasswordOrCertificateDoesNotServeAndSaysWhy() {
        List<SecuredService> refused =
                List.of(gatewayOfAnotherKafka, originOfAnotherDatabase, writerWithoutDatabase, purgerWithoutKafka);
        refused.forEach(SecuredService::awaitAlive);
        // origin-service looks when it is asked for readiness.
        assertThat(refused).noneMatch(SecuredService::isReady);

        gatewayOfAnotherKafka.awaitLine("The write queue cannot be measured");
        gatewayOfAnotherKafka.awaitLine("failed authentication due to: SSL handshake failed");
        originOfAnotherDatabase.awaitLine("Nothing can be read", "unable to find valid certification path");
        writerWithoutDatabase.awaitLine("waiting for Postgres", "password authentication failed");
        purgerWithoutKafka.awaitLine("Kafka does not do as asked");
        purgerWithoutKafka.awaitLine("failed authentication due to: Authentication failed");

        assertThat(put(gatewayOfAnotherKafka, "{\"name\": \"third\"}").statusCode())
                .isEqualTo(503);
        assertThat(refused).noneMatch(SecuredService::isReady);
    }

    @Test
    @Order(3)
    void aGatewayWithoutItsRedisServesAndSaysThatItIsWithoutIt() {
        gatewayWithoutRedis.awaitReady();
        for (int n = 0; n < 40; n++) {
            assertThat(get(URI.create("https://127.0.0.1:" + gatewayWithoutRedis.port() + "/api/products/p" + n))
                            .statusCode())
                    .isIn(200, 404);
        }
        gatewayWithoutRedis.awaitLine("l2 is away", "WRONGPASS");
        assertThat(gatewayWithoutRedis.isReady()).isTrue();
    }

    @Test
    @Order(4)
    void noSecretIsInAnyLogNorInWhatActuatorShows() throws IOException {
        String right = stack.secret("operator");
        String wrong = stack.secret("wrong operator");
        for (String token : List.of(right, wrong)) {
            for (SecuredService service : services) {
                for (String path : List.of("/purges/none", "/dead-letters", "/api/products/p1?token=" + token)) {
                    ask(request("https://127.0.0.1:" + service.port() + path, token));
                }
                ask(request(
                        service.managed("/actuator/cache/explain?url=/api/products/p1")
                                .toString(),
                        token));
            }
        }
        for (SecuredService service : services) {
            for (String endpoint : List.of("/actuator/env", "/actuator/configprops")) {
                HttpResponse<String> shown = get(service.managed(endpoint));
                assertThat(shown.statusCode()).isEqualTo(200);
                assertThat(shown.body()).contains("******");
                assertThat(secretsIn(shown.body())).as(endpoint).isEmpty();
            }
        }
        stack.stopServices();

        Path planted = Files.writeString(stack.logs().resolve("planted.log"), "… " + stack.secret("reader") + " …");
        List<String> leaks = new ArrayList<>();
        for (Path log : files(directory)) {
            for (String secret : secretsIn(new String(Files.readAllBytes(log), UTF_8))) {
                leaks.add(log.getFileName() + " has " + secret);
            }
        }
        assertThat(leaks).containsExactly(planted.getFileName() + " has " + stack.secret("reader"));
    }

    /** What the services and backends said. */
    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(".log"))
                    .filter(file -> !file.startsWith(root.resolve("kafka")))
                    .toList();
        }
    }

    private static List<String> secretsIn(String text) throws IOException {
        return stack.secrets().stream().filter(text::contains).toList();
    }

    private static HttpResponse<String> put(String document) {
        return put(gateway, document);
    }

    private static HttpResponse<String> put(SecuredService at, String document) {
        return ask(HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + at.port() + "/api/products/lamp"))
                .headers("Content-Type", "application/json", "Prefer", "wait=30")
                .PUT(BodyPublishers.ofString(document)));
    }

    private HttpResponse<String> read() {
        return get(URI.create("https://127.0.0.1:" + gateway.port() + "/api/products/lamp"));
    }

    private static HttpResponse<String> get(URI url) {
        return ask(HttpRequest.newBuilder(url));
    }

    private static HttpRequest.Builder request(String url, String token) {
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> ask(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T until(Supplier<T> ask, Predicate<T> wanted) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        T last = ask.get();
        while (!wanted.test(last)) {
            assertThat(System.nanoTime()).as("not within two minutes: " + last).isLessThan(deadline);
            LockSupport.parkNanos(200_000_000);
            last = ask.get();
        }
        return last;
    }
}

package dev.tideline.origin;

import dev.tideline.backends.TestBackends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** An origin over a real Postgres, with the schema that write-processor's migrations make. */
final class OriginBed implements AutoCloseable {

    private static final Path MIGRATIONS = Path.of("../write-processor/src/main/resources/db/migration");

    private final TestBackends.Postgres postgres = TestBackends.postgres().freshDatabase();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext origin;

    OriginBed(boolean withSchema) {
        if (withSchema) {
            makeSchema();
        }
        origin = start(postgres.jdbcUrl());
    }

    private static ConfigurableApplicationContext start(String url) {
        return new SpringApplicationBuilder(OriginService.class)
                .run(
                        "--spring.datasource.url=" + url,
                        "--spring.datasource.username=tideline_reader",
                        "--spring.datasource.password=secret",
                        "--server.port=0",
                        "--management.server.port=0",
                        "--tideline.placement=" + placement());
    }

    static Path placement() {
        try {
            Path file = Files.createTempFile("placement", ".yaml");
            Files.writeString(file, """
                    regions: [eu, ch, us, ap]
                    collections:
                      products:
                        tier: cache
                        cache: {max-age: 60s, stale-while-revalidate: 30s, stale-if-error: 1d, not-found-max-age: 5s}
                        tags: ["category:{/category}"]
                      accounts: {tier: strong}
                      customers:
                        tier: cache
                        residency: {home: eu, cache-in: [eu, ch], serve-in: [eu, ch, us], redact: [/email, /phone]}
                      members:
                        tier: cache
                        residency:
                          home-field: /country
                          homes:
                            eu: {serve-in: [eu, us], redact: [/email]}
                            us: {}
                      notes: {tier: replicated, cache: {max-age: 1h, stale-while-revalidate: 0s, not-found-max-age: 0s}}
                    """);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void makeSchema() {
        sql("create schema tideline");
        for (String file : List.of(
                "V1__resources_and_writes.sql",
                "V2__position_of_a_version.sql",
                "V3__subjects.sql",
                "R__reader_role.sql")) {
            try {
                sql("set search_path = tideline; "
                        + Files.readString(MIGRATIONS.resolve(file)).replace("${reader_password}", "secret"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    void sql(String statements) {
        sql(postgres.user(), postgres.password(), statements);
    }

    void sqlAsReader(String statements) {
        sql("tideline_reader", "secret", statements);
    }

    private void sql(String user, String password, String statements) {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), user, password);
                var statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void put(String collection, String id, long version, String body) {
        sql("insert into tideline.resources values ('" + collection + "', '" + id + "', " + version + ", "
                + (body == null ? "null" : "'" + body + "'") + ", " + (body == null)
                + ", '2026-01-02 03:04:05.678+00')");
    }

    HttpResponse<String> get(String path, String... headers) {
        return ask("GET", "local.server.port", path, headers);
    }

    HttpResponse<String> put(String path, String json, String... headers) {
        return ask("PUT", HttpRequest.BodyPublishers.ofString(json), "local.server.port", path, headers);
    }

    HttpResponse<String> head(String path) {
        return ask("HEAD", "local.server.port", path);
    }

    HttpResponse<String> health(String path) {
        return ask("GET", "local.management.port", path);
    }

    private HttpResponse<String> ask(String method, String port, String path, String... headers) {
        return ask(method, HttpRequest.BodyPublishers.noBody(), port, path, headers);
    }

    private HttpResponse<String> ask(
            String method, HttpRequest.BodyPublisher body, String port, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + origin.getEnvironment().getProperty(port) + path))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        origin.close();
        client.close();
    }
}

package dev.tideline.writer;

import static dev.tideline.writer.testbed.Testbed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.EmbeddedKafka;
import dev.tideline.backends.EmbeddedPostgres;
import dev.tideline.backends.Ports;
import dev.tideline.events.WriteRequested;
import dev.tideline.writer.testbed.Testbed;
import dev.tideline.writer.testbed.Writes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Postgres goes away and comes back: writes wait, none is given up, none is lost. */
class OutageIT {

    @TempDir
    private Path folder;

    @Test
    void whilePostgresIsAwayWritesWaitAndTheProcessorKeepsItsPlaceInTheGroup() throws Exception {
        int port = Ports.free();
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, port);
        try (Testbed testbed = new Testbed(postgres.jdbcUrl(), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD)) {
            ConfigurableApplicationContext processor = testbed.startProcessor("outage");
            String lamp = testbed.resource("products", "lamp");
            testbed.send(Writes.put(lamp, "{\"n\":1}"));
            await(() -> testbed.resourceRow(lamp), "1 {\"n\": 1} f");

            postgres.close();
            List<WriteRequested> during = new ArrayList<>();
            for (int n = 2; n <= 500; n++) {
                during.add(Writes.put(lamp, "{\"n\":" + n + "}"));
            }
            testbed.sendAll(during);
            await(() -> readiness(processor).statusCode(), 503);
            assertThat(readiness(processor).body()).contains("\"waitsFor\":\"Postgres\"");
            assertThat(testbed.group().members()).hasSize(1);
            // Longer than a session lasts: who did not poll would be out of the group now.
            Thread.sleep(7_000);
            assertThat(testbed.group().members()).hasSize(1);

            postgres = EmbeddedPostgres.start(folder, port);
            await(() -> testbed.resourceRow(lamp), "500 {\"n\": 500} f");
            await(
                    () -> testbed.changes().versions(lamp).stream().distinct().toList(),
                    IntStream.rangeClosed(1, 500).mapToObj(Long::valueOf).toList());
            assertThat(testbed.row("select count(*) from dead_letters")).isEqualTo("0");
            assertThat(testbed.row("select count(*) from parked_writes")).isEqualTo("0");
            await(() -> readiness(processor).statusCode(), 200);
        } finally {
            postgres.close();
        }
    }

    @Test
    void itStartsWithoutPostgresAndSaysWhatItWaitsFor() throws Exception {
        int port = Ports.free();
        try (Testbed testbed = new Testbed(
                "jdbc:postgresql://localhost:" + port + "/tideline",
                EmbeddedPostgres.USER,
                EmbeddedPostgres.PASSWORD)) {
            ConfigurableApplicationContext processor = testbed.startProcessor("early");
            assertThat(readiness(processor).statusCode()).isEqualTo(503);
            assertThat(readiness(processor).body()).contains("to make the schema");
            String lamp = testbed.resource("products", "lamp");
            testbed.send(Writes.put(lamp, "{}"));

            try (EmbeddedPostgres _ = EmbeddedPostgres.start(folder, port)) {
                await(() -> testbed.resourceRow(lamp), "1 {} f");
            }
        }
    }

    @Test
    void aPostgresThatHangsAndThenDoesWhatItWasAskedAppliesEveryWriteOnce() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, Ports.free());
                Testbed testbed = new Testbed(postgres.jdbcUrl(), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD)) {
            testbed.startProcessor("hang", "spring.datasource.hikari.data-source-properties.socketTimeout=2");
            String counter = testbed.resource("counters", "hang");
            List<WriteRequested> writes = new ArrayList<>();
            for (int n = 0; n < 2000; n++) {
                writes.add(Writes.mergePatch(counter, "{\"n\":1}"));
            }
            testbed.sendAll(writes.subList(0, 1000));
            await(() -> testbed.resourceRow(counter).isEmpty(), false);

            signal("STOP", postgres);
            testbed.sendAll(writes.subList(1000, 2000));
            Thread.sleep(5_000);
            signal("CONT", postgres);

            await(() -> testbed.resourceRow(counter), "2000 {\"n\": 2000} f");
            await(() -> testbed.changes().versions(counter).stream().distinct().count(), 2000L);
        }
    }

    /** To the server and each of its processes. */
    private static void signal(String name, EmbeddedPostgres postgres) throws Exception {
        ProcessHandle server = postgres.process().orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(server.descendants().toList());
        all.add(server);
        for (ProcessHandle process : all) {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
    }

    @Test
    void aKafkaThatGoesAwayInTheMiddleOfBatchesLosesNothing() {
        int port = Ports.free();
        EmbeddedKafka kafka = EmbeddedKafka.start(folder, port);
        try (Testbed testbed = new Testbed(kafka.bootstrapServers())) {
            testbed.startProcessor("kafka-outage", "tideline.batch.max-records=100");
            String counter = testbed.resource("counters", "kafka");
            List<WriteRequested> writes = new ArrayList<>();
            for (int n = 0; n < 5000; n++) {
                writes.add(Writes.mergePatch(counter, "{\"n\":1}"));
            }
            testbed.sendAll(writes);
            await(() -> testbed.resourceRow(counter).isEmpty(), false);
            kafka.close();
            kafka = EmbeddedKafka.start(folder, port);

            await(() -> testbed.resourceRow(counter), "5000 {\"n\": 5000} f");
            await(() -> testbed.changes().versions(counter).stream().distinct().count(), 5000L);
        } finally {
            kafka.close();
        }
    }

    private static HttpResponse<String> readiness(ConfigurableApplicationContext processor) throws Exception {
        URI uri = URI.create("http://localhost:" + processor.getEnvironment().getProperty("local.management.port")
                + "/actuator/health/readiness");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}

package dev.tideline.gateway.http;

import static dev.tideline.gateway.http.TestingGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.Scope;
import dev.tideline.events.SessionTicket;
import dev.tideline.gateway.GatewaySettings;
import dev.tideline.gateway.placement.PlacementConfiguration;
import dev.tideline.gateway.placement.ResidencySettings;
import dev.tideline.gateway.purge.OtherLog;
import dev.tideline.gateway.purge.OtherLogs;
import dev.tideline.gateway.purge.PurgeLog;
import dev.tideline.gateway.purge.SessionGate;
import dev.tideline.gateway.subject.SubjectConfiguration;
import dev.tideline.gateway.subject.SubjectSettings;
import dev.tideline.placement.Placement;
import dev.tideline.placement.PlacementFile;
import dev.tideline.placement.View;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** A gateway in us that keeps copies of what is at home in eu, each home with a log of its own. The test writes both. */
class OtherLogTest {

    private static final String SESSION = SessionTicket.HEADER;

    @EnableConfigurationProperties({ResidencySettings.class, SubjectSettings.class})
    @Import({PlacementConfiguration.class, SubjectConfiguration.class, TestingLog.Beans.class})
    static class TwoLogs {
        @Bean
        Placement placement(GatewaySettings settings) {
            return PlacementFile.read(Path.of(String.valueOf(settings.placement())));
        }

        @Bean
        SessionGate sessionGate(PurgeLog log) {
            return new SessionGate(log, 100);
        }

        @Bean
        OtherLogs otherLogs() {
            PurgeLog log = new PurgeLog("us", 1000);
            log.open("log of eu", 0);
            return new OtherLogs(Map.of("eu", new OtherLog(log, new SessionGate(log, 100))));
        }
    }

    private TestingOrigin inEu;
    private TestingOrigin inUs;
    private TestingGateway gateway;
    private Placement placement;
    private OtherLog other;
    private TestingLog logOfEu;
    private TestingLog logOfUs;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("placement.yaml"), """
                regions: [eu, us]
                collections:
                  articles:
                    tier: cache
                    cache: {max-age: 1h, staleness-limit: 1s, past-limit: warn}
                    residency: {home: eu, cache-in: [eu, us]}
                  orders:
                    tier: cache
                    cache: {max-age: 1h, staleness-limit: 1s, past-limit: warn}
                    residency: {home: us}
                """);
        placement = PlacementFile.read(file);
        inEu = new TestingOrigin();
        inUs = new TestingOrigin();
        gateway = TestingGateway.with(
                TwoLogs.class,
                inUs.url(),
                "tideline.region=us",
                ResidencyTest.MASTER_KEY,
                "tideline.placement=" + file,
                "tideline.coherence.session-wait=30s",
                "tideline.residency.cell=us",
                "tideline.residency.homes.eu.origin-url=" + inEu.url(),
                "tideline.residency.homes.eu.gateway-url=" + inEu.url(),
                "tideline.residency.homes.eu.kafka.bootstrap.servers=nobody.example:9092");
        other = gateway.bean(OtherLogs.class).byHome().get("eu");
        logOfEu = new TestingLog(other.log(), "writes-of-eu");
        logOfUs = new TestingLog(gateway);
    }

    @AfterEach
    void stop() {
        gateway.close();
        inEu.close();
        inUs.close();
    }

    private void isStored(String path, String... more) {
        boolean article = path.startsWith("/api/articles");
        String view = View.of(
                        placement.collection(article ? "articles" : "orders").orElseThrow(),
                        article ? "eu" : "us",
                        "us")
                .toString();
        String[] fields = {"Cache-Control", "max-age=3600", View.HEADER, view, "Vary", View.HEADER};
        String[] all = Stream.of(fields, more).flatMap(Stream::of).toArray(String[]::new);
        (article ? inEu : inUs).on(path, "x", all);
    }

    private String read(String path) {
        return result(gateway.get(path));
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void nothingOfAHomeIsKeptBeforeItsLogIsReplayed() {
        isStored("/api/articles/a");
        isStored("/api/orders/a");
        for (int times = 0; times < 2; times++) {
            assertThat(read("/api/articles/a")).isEqualTo("MISS");
        }
        assertThat(read("/api/orders/a")).isEqualTo("MISS");
        assertThat(read("/api/orders/a")).isEqualTo("HIT");

        other.caughtUp();

        assertThat(read("/api/articles/a")).isEqualTo("MISS");
        assertThat(read("/api/articles/a")).isEqualTo("HIT");
    }

    @Test
    void aPurgeStrikesWhatIsAtHomeWhereItWasIssued() {
        other.caughtUp();
        isStored("/api/articles/a");
        isStored("/api/orders/a");
        read("/api/articles/a");
        read("/api/orders/a");

        logOfUs.purge(new Scope.Everything());
        assertThat(read("/api/articles/a")).isEqualTo("HIT");
        assertThat(read("/api/orders/a")).isEqualTo("MISS");

        logOfEu.purge(new Scope.Everything());
        assertThat(read("/api/articles/a")).isEqualTo("MISS");
        assertThat(read("/api/orders/a")).isEqualTo("HIT");
    }

    @Test
    void theSilenceOfOneHomeIsNoneOfAnothers() {
        other.caughtUp();
        isStored("/api/articles/a");
        isStored("/api/orders/a");
        read("/api/articles/a");
        read("/api/orders/a");
        Waits.until(() -> {
            logOfUs.beat(0, Instant.now());
            return !header(gateway.get("/api/articles/a"), "X-Data-Staleness-Warning")
                    .isEmpty();
        });

        logOfUs.beat(0, Instant.now());
        HttpResponse<String> order = gateway.get("/api/orders/a");
        assertThat(result(order)).isEqualTo("HIT");
        assertThat(order.headers().firstValueAsLong("X-Data-Staleness-Bound-Ms").orElseThrow())
                .isLessThan(gateway.get("/api/articles/a")
                        .headers()
                        .firstValueAsLong("X-Data-Staleness-Bound-Ms")
                        .orElseThrow());

        logOfEu.beat(0, Instant.now().plus(Duration.ofMinutes(1)));
        assertThat(header(gateway.get("/api/articles/a"), "X-Data-Staleness-Warning"))
                .isEmpty();
    }

    @Test
    void aTicketIsJudgedByTheLogOfTheHome() {
        other.caughtUp();
        logOfEu.beat(1, Instant.now());
        logOfUs.beat(100, Instant.now());
        isStored("/api/articles/a", SESSION, "1.writes-of-eu.0:7");
        isStored("/api/orders/a", SESSION, "1.writes.0:3");
        read("/api/articles/a");
        read("/api/orders/a");

        CompletableFuture<HttpResponse<String>> waiting =
                gateway.getLater("/api/articles/a", SESSION, "1.writes-of-eu.0:9");
        Waits.until(() -> other.gate().waiting() == 1);
        logOfEu.beat(10, Instant.now());
        other.advanced();
        HttpResponse<String> reached = waiting.join();
        assertThat(result(reached)).isEqualTo("HIT");
        assertThat(header(reached, SESSION)).isEqualTo("1.writes-of-eu.0:9");

        // A ticket of the other home's writes: the origin judges, and nobody waits.
        for (String path : List.of("/api/articles/a", "/api/orders/a")) {
            String ticket = path.startsWith("/api/orders") ? "1.writes-of-eu.0:9" : "1.writes.0:3";
            assertThat(result(gateway.get(path, SESSION, ticket))).isEqualTo("BYPASS");
        }
        assertThat(header(gateway.get("/api/articles/a"), SESSION)).isEqualTo("1.writes-of-eu.0:7");
        assertThat(header(gateway.get("/api/orders/a"), SESSION)).isEqualTo("1.writes.0:3");
    }

    @Test
    void anAnswerOfOneHomeDoesNotSpeakOfTheWritesOfAnother() {
        other.caughtUp();
        logOfEu.beat(10, Instant.now());
        logOfUs.beat(10, Instant.now());
        isStored("/api/articles/a", SESSION, "1.writes.0:7");
        isStored("/api/orders/a", SESSION, "1.writes-of-eu.0:7");
        assertThat(header(gateway.get("/api/articles/a"), SESSION)).isEmpty();
        assertThat(header(gateway.get("/api/orders/a"), SESSION)).isEmpty();
    }
}

package dev.tideline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.SessionTicket;
import dev.tideline.gateway.placement.PlacementConfiguration;
import dev.tideline.gateway.placement.ResidencySettings;
import dev.tideline.gateway.purge.PurgeLog;
import dev.tideline.gateway.purge.SessionGate;
import dev.tideline.gateway.subject.SubjectConfiguration;
import dev.tideline.gateway.subject.SubjectSettings;
import dev.tideline.placement.Placement;
import dev.tideline.placement.PlacementFile;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Sessions that read what is never kept. */
@TestInstance(Lifecycle.PER_CLASS)
class UnkeptSessionTest {

    @EnableConfigurationProperties({ResidencySettings.class, SubjectSettings.class})
    @Import({TestingLog.Beans.class, PlacementConfiguration.class, SubjectConfiguration.class})
    static class Strong {
        @Bean
        SessionGate sessionGate(PurgeLog log) {
            return new SessionGate(log, 100);
        }

        @Bean
        Placement placement() throws IOException {
            Path file = Files.createTempFile("placement", ".yaml");
            Files.writeString(file, """
                    regions: [eu]
                    collections:
                      accounts: {tier: strong}
                    """);
            return PlacementFile.read(file);
        }
    }

    private TestingOrigin origin;
    private TestingGateway gateway;
    private TestingLog log;

    @BeforeAll
    void start() {
        origin = new TestingOrigin();
        origin.on("/api/accounts/a1", "balance", "Cache-Control", "no-store");
        gateway = TestingGateway.with(Strong.class, origin.url(), "tideline.coherence.session-wait=10s");
        log = new TestingLog(gateway);
    }

    @AfterAll
    void stop() {
        gateway.close();
        origin.close();
    }

    private HttpResponse<String> read(String ticket) {
        return gateway.get("/api/accounts/a1", SessionTicket.HEADER, ticket);
    }

    @Test
    void aReaderWaitsForItsWriteAndThenAsksTheOrigin() {
        log.beat(7, Instant.now());
        SessionGate gate = gateway.bean(SessionGate.class);
        int asked = origin.seen().size();
        CompletableFuture<HttpResponse<String>> reading = CompletableFuture.supplyAsync(() -> read("1.writes.0:7"));
        Waits.until(() -> gate.waiting() == 1);
        assertThat(origin.seen()).hasSize(asked);
        log.beat(8, Instant.now());
        gate.advanced();
        assertThat(reading.join().body()).isEqualTo("balance");
        assertThat(origin.seen()).hasSize(asked + 1);
    }

    @Test
    void aTicketOfAnotherLogIsForTheOriginToJudge() {
        assertThat(read("1.other.0:7").body()).isEqualTo("balance");
        assertThat(gateway.bean(SessionGate.class).waiting()).isZero();
    }

    @Test
    void whatIsNoTicketIsRefused() {
        assertThat(read("nonsense").statusCode()).isEqualTo(400);
    }
}

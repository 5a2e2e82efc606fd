package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.TestBackends;
import dev.tideline.events.Topics;
import dev.tideline.gateway.EdgeGateway;
import dev.tideline.gateway.trace.TraceFilter;
import dev.tideline.gateway.write.TestingGateway.Reply;
import io.opentelemetry.api.trace.Tracer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The write API inside the whole gateway: its routes come first, and leave the reads alone. */
class GatewayWritesIT {

    private static TestingOrigin origin;
    private static TestingGateway gateway;

    @BeforeAll
    static void start() {
        TestBackends.createTopics(
                Map.of(Topics.WRITES, Topics.DEFAULT_WRITE_PARTITIONS, Topics.PURGES, 1, Topics.GATEWAY_STATUS, 1));
        origin = new TestingOrigin();
        gateway = TestingGateway.whole(
                        EdgeGateway.class,
                        TestBackends.kafka().bootstrapServers(),
                        origin,
                        "management.opentelemetry.tracing.export.otlp.endpoint=")
                .untilOpen();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        origin.close();
    }

    @Test
    void whereTracesWouldGoNowhereNothingOfThemIsMade() {
        assertThat(gateway.has(Tracer.class)).isFalse();
        assertThat(gateway.has(TraceFilter.class)).isFalse();
    }

    @Test
    void writesAreAcceptedHereAndReadsGoToTheOrigin() {
        String id = UUID.randomUUID().toString();
        Reply written = gateway.put("/api/notes/" + id, "{}");
        assertThat(written.status()).isEqualTo(202);
        assertThat(gateway.get(written.header("Location")).body().path("status").asString())
                .isEqualTo("pending");
        assertThat(QueuedWrites.of(TestBackends.kafka().bootstrapServers(), "notes/" + id))
                .hasSize(1);

        gateway.until(() -> gateway.raw("/api/notes/" + id).equals("200 the origin's notes/" + id));
    }
}

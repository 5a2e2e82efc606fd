package dev.tideline.writer;

import static dev.tideline.writer.testbed.Testbed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.WriteRequested;
import dev.tideline.writer.testbed.Testbed;
import dev.tideline.writer.testbed.Writes;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** More writes than may be parked: the partition is held back, and the rest waits in Kafka. */
class ParkedLimitIT {

    private Testbed testbed;

    @BeforeEach
    void start() {
        testbed = new Testbed();
    }

    @AfterEach
    void stop() {
        testbed.close();
    }

    @Test
    void aPartitionWithTooManyParkedWritesTakesNoMoreUntilThereAreFewerAndKeepsTheirOrder() {
        String resource = testbed.resource("products", "queue");
        WriteRequested bad = Writes.put(resource, "{\"name\":\"\\u0000\"}");
        List<WriteRequested> behind = IntStream.rangeClosed(1, 6)
                .mapToObj(n -> Writes.put(resource, "{\"n\":" + n + "}"))
                .toList();
        ConfigurableApplicationContext processor = testbed.startProcessor(
                "held-back",
                "tideline.batch.max-records=1",
                "tideline.retry.max-parked=2",
                "tideline.retry.first=2s",
                "tideline.retry.longest=2s",
                "tideline.retry.tries=2");
        MeterRegistry meters = processor.getBean(MeterRegistry.class);
        testbed.send(bad);
        behind.forEach(testbed::send);

        await(() -> meters.get("tideline.writer.held.partitions").gauge().value(), 1.0);
        assertThat(meters.get("tideline.writer.parked.writes").gauge().value()).isEqualTo(2);
        assertThat(testbed.outcome(bad)).isEqualTo("parked");
        assertThat(testbed.outcome(behind.getFirst())).isEqualTo("parked");
        assertThat(testbed.outcome(behind.get(1))).as("neither parked nor lost").isEmpty();

        await(() -> testbed.outcome(behind.getLast()), "applied");
        assertThat(testbed.outcome(bad)).isEqualTo("dead-lettered");
        assertThat(testbed.resourceRow(resource)).isEqualTo("6 {\"n\": 6} f");
        await(() -> testbed.changes().versions(resource), List.of(1L, 2L, 3L, 4L, 5L, 6L));
        await(() -> meters.get("tideline.writer.held.partitions").gauge().value(), 0.0);
        await(() -> meters.get("tideline.writer.parked.writes").gauge().value(), 0.0);
    }
}

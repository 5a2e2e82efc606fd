package dev.tideline.writer;

import static dev.tideline.writer.testbed.Testbed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.WriteRequested;
import dev.tideline.writer.testbed.ProcessorProcess;
import dev.tideline.writer.testbed.Testbed;
import dev.tideline.writer.testbed.Writes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processors that take partitions from each other, one of them while it sleeps inside a batch. */
class RebalanceIT {

    /** Frees a partition sooner than in production, where a sleeping transaction may live for ten seconds. */
    private static final String SHORT_SLEEP =
            "spring.datasource.hikari.connection-init-sql=set search_path = tideline; "
                    + "set statement_timeout = '10s'; set lock_timeout = '1s'; set idle_in_transaction_session_timeout = '3s'";

    private Testbed testbed;

    @BeforeEach
    void start() {
        testbed = new Testbed();
    }

    @AfterEach
    void stop() {
        testbed.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-commit", "after-commit"})
    void aProcessorThatSleptWhileAnotherTookOverChangesNothingWhenItWakes(String step) {
        String lamp = testbed.resource("products", "lamp");
        ProcessorProcess sleeper = testbed.startProcess("sleeper", SHORT_SLEEP, "tideline.test.failpoint=" + step);
        sleeper.awaitOutput("Started WriteProcessor");
        testbed.sendAll(numbered(lamp, 1, 5));
        sleeper.awaitOutput("FAILPOINT " + step);
        sleeper.pause();

        testbed.startProcess("successor", SHORT_SLEEP);
        await(() -> testbed.resourceRow(lamp), "5 {\"n\": 5} f");
        testbed.sendAll(numbered(lamp, 6, 10));
        await(() -> testbed.resourceRow(lamp), "10 {\"n\": 10} f");
        sleeper.resume();
        testbed.sendAll(numbered(lamp, 11, 12));

        await(() -> testbed.resourceRow(lamp), "12 {\"n\": 12} f");
        await(
                () -> testbed.changes().versions(lamp).stream()
                        .distinct()
                        .sorted()
                        .toList(),
                IntStream.rangeClosed(1, 12).mapToObj(Long::valueOf).toList());
        assertThat(testbed.appliedWrites()).isEqualTo(12);
    }

    @Test
    void partitionsThatMoveWhileWritesFlowLoseAndRepeatNothing() {
        Map<String, Integer> counts = new TreeMap<>();
        testbed.startProcess("first");
        send(counts, 3000);
        ProcessorProcess second = testbed.startProcess("second");
        send(counts, 3000);
        second.awaitOutput("Started WriteProcessor");
        send(counts, 3000);
        second.terminate();
        send(counts, 1000);

        counts.forEach((resource, count) -> {
            await(() -> testbed.resourceRow(resource), count + " {\"n\": " + count + "} f");
            await(
                    () -> testbed.changes().versions(resource).stream()
                            .distinct()
                            .sorted()
                            .toList(),
                    IntStream.rangeClosed(1, count).mapToObj(Long::valueOf).toList());
        });
        assertThat(testbed.appliedWrites()).isEqualTo(10_000);
    }

    private void send(Map<String, Integer> counts, int writes) {
        List<WriteRequested> all = new ArrayList<>();
        for (int i = 0; i < writes; i++) {
            String resource = testbed.resource("products", "r" + i % 30);
            all.add(Writes.put(resource, "{\"n\":" + counts.merge(resource, 1, Integer::sum) + "}"));
        }
        testbed.sendAll(all);
    }

    private static List<WriteRequested> numbered(String resource, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(n -> Writes.put(resource, "{\"n\":" + n + "}"))
                .toList();
    }
}

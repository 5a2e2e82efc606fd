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
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** kill -9 at each step of a batch: every write is applied once, in order, and announced. */
class KilledProcessorIT {

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
    void killedBeforeTheCommitNothingIsThereAndTheNextProcessorAppliesAll() {
        String lamp = testbed.resource("products", "lamp");
        ProcessorProcess first = startAt("before-commit");
        List<WriteRequested> writes = numbered(lamp, 5);
        testbed.sendAll(writes);
        first.awaitOutput("FAILPOINT before-commit");
        first.kill();

        assertThat(testbed.resourceRow(lamp)).isEmpty();
        assertThat(testbed.changes().versions(lamp)).isEmpty();

        testbed.startProcess("killed");
        awaitAllOnce(Map.of(lamp, 5));
    }

    @Test
    void killedAfterTheCommitItsChangesAreAnnouncedByTheNextProcessor() {
        String lamp = testbed.resource("products", "lamp");
        ProcessorProcess first = startAt("after-commit");
        testbed.sendAll(numbered(lamp, 5));
        first.awaitOutput("FAILPOINT after-commit");
        first.kill();

        assertThat(testbed.resourceRow(lamp)).isNotEmpty();
        assertThat(testbed.changes().versions(lamp)).isEmpty();

        testbed.startProcess("killed");
        awaitAllOnce(Map.of(lamp, 5));
    }

    @Test
    void killedBeforeTheOffsetIsMovedItsWritesAreRecognisedAndAnnouncedAgain() {
        String lamp = testbed.resource("products", "lamp");
        ProcessorProcess first = startAt("after-announce");
        WriteRequested write = Writes.put(lamp, "{}");
        testbed.send(write);
        first.awaitOutput("FAILPOINT after-announce");
        first.kill();

        assertThat(testbed.changes().versions(lamp)).containsExactly(1L);

        testbed.startProcess("killed");
        await(() -> testbed.changes().versions(lamp), List.of(1L, 1L));
        assertThat(testbed.resourceRow(lamp)).isEqualTo("1 {} f");
        assertThat(testbed.changes().of(lamp).getFirst())
                .isEqualTo(testbed.changes().of(lamp).getLast());
    }

    @Test
    void killedAtRandomMomentsEveryWriteIsAppliedOnceInOrderAndAnnounced() throws InterruptedException {
        Random random = new Random();
        Map<String, Integer> counts = new TreeMap<>();
        List<String> resources = IntStream.range(0, 40)
                .mapToObj(i -> testbed.resource("products", "r" + i))
                .toList();
        String counter = testbed.resource("counters", "all");
        int increments = 0;
        ProcessorProcess process = testbed.startProcess("killed");
        for (int round = 0; round < 4; round++) {
            List<WriteRequested> writes = new ArrayList<>();
            for (int i = 0; i < 1500; i++) {
                String resource = resources.get(random.nextInt(resources.size()));
                int next = counts.merge(resource, 1, Integer::sum);
                writes.add(Writes.put(resource, "{\"n\":" + next + "}"));
                if (i % 10 == 0) {
                    writes.add(Writes.mergePatch(counter, "{\"n\":1}"));
                    increments++;
                }
            }
            testbed.sendAll(writes);
            // A client that was not sure sends some of them again.
            testbed.sendAll(writes.subList(0, 100));
            Thread.sleep(random.nextInt(1500));
            process.kill();
            process = testbed.startProcess("killed");
        }
        awaitAllOnce(counts);
        int sum = increments;
        await(() -> testbed.resourceRow(counter), sum + " {\"n\": " + sum + "} f");
    }

    private ProcessorProcess startAt(String failpoint) {
        ProcessorProcess process = testbed.startProcess("killed", "tideline.test.failpoint=" + failpoint);
        process.awaitOutput("Started WriteProcessor");
        return process;
    }

    private static List<WriteRequested> numbered(String resource, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> Writes.put(resource, "{\"n\":" + n + "}"))
                .toList();
    }

    /** Each resource is at the version of its number of writes and has its last document; each version is announced. */
    private void awaitAllOnce(Map<String, Integer> counts) {
        counts.forEach((resource, count) -> {
            await(() -> testbed.resourceRow(resource), count + " {\"n\": " + count + "} f");
            List<Long> expected =
                    IntStream.rangeClosed(1, count).mapToObj(Long::valueOf).toList();
            await(() -> testbed.changes().versions(resource).stream().distinct().toList(), expected);
        });
    }
}

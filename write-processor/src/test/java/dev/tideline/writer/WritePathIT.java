package dev.tideline.writer;

import static dev.tideline.writer.testbed.Testbed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.AppliedThrough;
import dev.tideline.events.Operation;
import dev.tideline.events.Precondition;
import dev.tideline.events.ResourceChanged;
import dev.tideline.events.WritePosition;
import dev.tideline.events.WriteRequested;
import dev.tideline.writer.testbed.Testbed;
import dev.tideline.writer.testbed.Writes;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WritePathIT {

    private static Testbed testbed;

    @BeforeAll
    static void start() {
        testbed = new Testbed();
        testbed.startProcessor("path");
    }

    @AfterAll
    static void stop() {
        testbed.close();
    }

    @Test
    void aPutIsAppliedAndAnnouncedWithItsTags() {
        String lamp = testbed.resource("products", "lamp");
        WriteRequested write = Writes.put(lamp, "{\"category\":\"lamps\"}");

        WritePosition position = testbed.send(write);

        await(() -> testbed.resourceRow(lamp), "1 {\"category\": \"lamps\"} f");
        await(() -> testbed.changes().versions(lamp), List.of(1L));
        ResourceChanged change = testbed.changes().of(lamp).getFirst();
        assertThat(change.writeId()).isEqualTo(write.writeId());
        assertThat(change.position()).isEqualTo(position);
        assertThat(change.tags()).containsExactly("category:lamps");
        assertThat(testbed.outcome(write)).isEqualTo("applied");
    }

    @Test
    void aDeleteLeavesATombstoneAndALaterPutGoesOnCounting() {
        String lamp = testbed.resource("products", "gone");

        testbed.sendAll(List.of(
                Writes.put(lamp, "{\"category\":\"a\"}"),
                Writes.delete(lamp),
                Writes.put(lamp, "{\"category\":\"b\"}")));

        await(() -> testbed.resourceRow(lamp), "3 {\"category\": \"b\"} f");
        await(() -> testbed.changes().versions(lamp), List.of(1L, 2L, 3L));
        assertThat(testbed.changes().of(lamp))
                .extracting(ResourceChanged::deleted)
                .containsExactly(false, true, false);
        assertThat(testbed.changes().of(lamp).get(1).tags()).containsExactly("category:a");
    }

    @Test
    void aSecondDeliveryIsRecognisedAndAnnouncedAgain() {
        String lamp = testbed.resource("products", "twice");
        WriteRequested write = Writes.put(lamp, "{}");

        testbed.send(write);
        await(() -> testbed.changes().versions(lamp), List.of(1L));
        testbed.send(write);

        await(() -> testbed.changes().versions(lamp), List.of(1L, 1L));
        assertThat(testbed.resourceRow(lamp)).isEqualTo("1 {} f");
    }

    @Test
    void anotherWriteUnderTheSameIdIsNotedAndNeverApplied() {
        String lamp = testbed.resource("products", "reused");
        UUID id = UUID.randomUUID();

        testbed.send(Writes.write(id, lamp, Operation.PUT, "{\"n\":1}", Precondition.NONE));
        testbed.send(Writes.write(id, lamp, Operation.PUT, "{\"n\":2}", Precondition.NONE));

        await(() -> testbed.row("select count(*) from mismatched_writes where write_id = '" + id + "'"), "1");
        assertThat(testbed.resourceRow(lamp)).isEqualTo("1 {\"n\": 1} f");
    }

    @Test
    void aFailedPreconditionIsAConflictWithTheVersionThatStoodInItsWay() {
        String lamp = testbed.resource("products", "contested");
        WriteRequested late =
                Writes.write(UUID.randomUUID(), lamp, Operation.PUT, "{}", new Precondition.VersionIn(Set.of(7L)));

        testbed.send(Writes.put(lamp, "{\"n\":1}"));
        testbed.send(late);

        await(() -> testbed.outcome(late), "conflict");
        assertThat(testbed.row(
                        "select version, problem->>'status' from writes where write_id = '" + late.writeId() + "'"))
                .isEqualTo("1 412");
    }

    @Test
    void aPartitionSaysHowFarItIsAfterEachBatchAndWhileItIsIdle() {
        String lamp = testbed.resource("products", "idle");

        WritePosition position = testbed.send(Writes.put(lamp, "{}"));
        Instant sent = Instant.now();

        await(
                () -> testbed.changes().markers(position.partition()).stream()
                                .filter(marker -> marker.nextOffset() > position.offset()
                                        && marker.asOf().isAfter(sent.plusSeconds(1)))
                                .count()
                        >= 2,
                true);
        var records = testbed.changes().all();
        int change = records.indexOf(testbed.changes().of(lamp).getFirst());
        int marker = records.indexOf(testbed.changes().markers(position.partition()).stream()
                .filter(m -> m.nextOffset() > position.offset())
                .findFirst()
                .orElseThrow());
        assertThat(marker).isGreaterThan(change);
        assertThat(records.get(marker)).isInstanceOf(AppliedThrough.class);
    }
}

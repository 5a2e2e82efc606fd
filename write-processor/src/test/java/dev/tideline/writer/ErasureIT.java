package dev.tideline.writer;

import static dev.tideline.writer.testbed.Testbed.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.events.ChangeLogRecord;
import dev.tideline.events.ResourceChanged;
import dev.tideline.events.SubjectErased;
import dev.tideline.events.WriteRequested;
import dev.tideline.writer.testbed.Subjects;
import dev.tideline.writer.testbed.Testbed;
import dev.tideline.writer.testbed.Writes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an erased data subject leaves behind: tombstones, refusals, and nothing that can be read. */
class ErasureIT {

    private Testbed testbed;
    private Subjects subjects;

    @BeforeEach
    void start() {
        testbed = new Testbed();
        testbed.place("""
                customers: {tier: cache, residency: {home: eu}}
                orders: {tier: cache, residency: {home: eu, subject: id-prefix}}
                loans: {tier: cache, residency: {home-field: /at, subject: id-prefix, homes: {eu: {}}}}
                products: {tier: cache}""");
        subjects = new Subjects(testbed);
        testbed.startProcessor(
                "erasure",
                "tideline.subjects.master-key=" + Subjects.MASTER,
                "tideline.retry.first=100ms",
                "tideline.retry.longest=300ms",
                "tideline.retry.tries=20");
    }

    @AfterEach
    void stop() {
        testbed.close();
    }

    private WriteRequested written(String subject, String resource, String payload) {
        WriteRequested write = Writes.put(resource, payload);
        subjects.send(subject, write);
        await(() -> testbed.outcome(write), "applied");
        return write;
    }

    private static String id(String resource) {
        return resource.substring(resource.indexOf('/') + 1);
    }

    @Test
    void everyDocumentOfTheSubjectGoesAndNobodyElses() {
        String customer = testbed.resource("customers", "anna");
        String anna = id(customer);
        String order = "orders/" + anna + "~1";
        String neighbour = "orders/" + anna + "x~1";
        String product = "products/" + anna;
        written(anna, customer, "{\"name\":\"Anna\"}");
        written(anna, order, "{\"n\":1}");
        written(anna + "x", neighbour, "{\"n\":2}");
        WriteRequested unbound = Writes.put(product, "{}");
        testbed.send(unbound);
        await(() -> testbed.outcome(unbound), "applied");

        UUID erasure = subjects.erase(anna);

        await(() -> testbed.changes().erasures(erasure).size(), 1);
        assertThat(testbed.resourceRow(customer)).isEqualTo("2 null t");
        assertThat(testbed.resourceRow(order)).isEqualTo("2 null t");
        assertThat(testbed.resourceRow(neighbour)).startsWith("1 {");
        assertThat(testbed.resourceRow(product)).startsWith("1 {");
        assertThat(testbed.row("select wrapped is null from subject_keys where subject = '" + anna + "'"))
                .isEqualTo("t");
        assertThat(testbed.row("select wrapped is null from subject_keys where subject = '" + anna + "x'"))
                .isEqualTo("f");
        SubjectErased erased = testbed.changes().erasures(erasure).getFirst();
        assertThat(erased.resources()).isEqualTo(2);
        assertThat(erased.keyDestroyed()).isTrue();
        // Whoever reads that it is erased has read what to forget.
        List<ChangeLogRecord> log = testbed.changes().all();
        assertThat(log.subList(0, log.indexOf(erased)))
                .filteredOn(change -> change instanceof ResourceChanged changed && changed.deleted())
                .extracting(change -> ((ResourceChanged) change).resource().toString())
                .contains(customer, order);
    }

    /** All ids of such a collection begin with a home; it is no subject. */
    @Test
    void whereEachRecordHasAHomeTheSubjectIsBehindIt() {
        String anna = "eu~" + id(testbed.resource("loans", "anna"));
        String loan = "loans/" + anna + "~1";
        String neighbour = "loans/" + anna + "x~1";
        written(anna, loan, "{\"at\":\"eu\"}");
        written(anna + "x", neighbour, "{\"at\":\"eu\"}");

        UUID home = subjects.erase("eu");
        await(() -> testbed.changes().erasures(home).size(), 1);
        assertThat(testbed.resourceRow(loan)).startsWith("1 {");

        UUID erasure = subjects.erase(anna);
        await(() -> testbed.changes().erasures(erasure).size(), 1);
        assertThat(testbed.resourceRow(loan)).isEqualTo("2 null t");
        assertThat(testbed.resourceRow(neighbour)).startsWith("1 {");
    }

    @Test
    void aWriteThatComesTooLateIsRefusedAndNothingIsBroughtBack() {
        String customer = testbed.resource("customers", "ben");
        String ben = id(customer);
        written(ben, customer, "{}");
        UUID erasure = subjects.erase(ben);
        await(() -> testbed.changes().erasures(erasure).size(), 1);

        WriteRequested late = Writes.put(customer, "{\"late\":true}");
        subjects.send(ben, late);

        await(() -> testbed.outcome(late), "rejected");
        assertThat(testbed.row("select problem->>'type' from writes where write_id = '" + late.writeId() + "'"))
                .isEqualTo("urn:tideline:problem:subject-erased");
        assertThat(testbed.resourceRow(customer)).isEqualTo("2 null t");
    }

    /** Writes to many partitions are under way when the order comes; whichever is first, none is left at the end. */
    @Test
    void writesThatRaceWithTheErasureLeaveNothing() {
        String cleo = id(testbed.resource("customers", "cleo"));
        subjects.keep(cleo);
        List<WriteRequested> writes = new ArrayList<>();
        UUID erasure = null;
        for (int i = 0; i < 300; i++) {
            WriteRequested write = Writes.put("orders/" + cleo + "~" + i, "{\"n\":" + i + "}");
            writes.add(write);
            subjects.sendWithoutKeeping(cleo, write);
            if (i == 150) {
                erasure = subjects.erase(cleo);
            }
        }
        UUID erased = erasure;
        await(() -> testbed.changes().erasures(erased).size(), 1);
        for (WriteRequested write : writes) {
            await(() -> List.of("applied", "rejected").contains(testbed.outcome(write)), true);
        }
        assertThat(testbed.row("select count(*) from resources where id like '" + cleo
                        + "~%' and (not deleted or body is not null)"))
                .isEqualTo("0");
        // Each version that was announced alive is followed by a tombstone of a higher one.
        for (WriteRequested write : writes) {
            List<ResourceChanged> changes =
                    testbed.changes().of(write.resource().toString());
            assertThat(changes.isEmpty()
                            || changes.stream()
                                    .max((a, b) -> Long.compare(a.version(), b.version()))
                                    .orElseThrow()
                                    .deleted())
                    .isTrue();
        }
    }

    @Test
    void theSameOrderTwiceIsOneErasureSaidTwice() {
        String customer = testbed.resource("customers", "dora");
        String dora = id(customer);
        written(dora, customer, "{}");
        UUID erasure = subjects.erase(dora);
        subjects.erase(erasure, dora);

        await(() -> testbed.changes().erasures(erasure).size(), 2);
        assertThat(testbed.changes().erasures(erasure))
                .containsOnly(testbed.changes().erasures(erasure).getFirst());
        assertThat(testbed.resourceRow(customer)).isEqualTo("2 null t");
    }

    /** A key that is missing is not one that was destroyed: the write waits for it, and is not lost. */
    @Test
    void aWriteWhoseKeyIsMissingWaitsForIt() {
        String customer = testbed.resource("customers", "ed");
        String ed = id(customer);
        WriteRequested write = Writes.put(customer, "{\"name\":\"Ed\"}");
        subjects.sendWithoutKeeping(ed, write);
        await(() -> testbed.outcome(write), "parked");
        assertThat(testbed.row("select cause from parked_writes where write_id = '" + write.writeId() + "'"))
                .isEqualTo("no-subject-key");

        subjects.keep(ed);

        await(() -> testbed.outcome(write), "applied");
        assertThat(testbed.resourceRow(customer)).startsWith("1 {");
        subjects.send(ed, write);
        WriteRequested next = written(ed, customer, "{}");
        assertThat(testbed.changes().has(next.writeId())).isTrue();
        assertThat(testbed.resourceRow(customer)).startsWith("2 ");
    }

    @Test
    void aWriteThatWasParkedBeforeTheErasureIsRefusedAfterIt() {
        String customer = testbed.resource("customers", "flo");
        String flo = id(customer);
        WriteRequested poison = Writes.put(customer, "{\"name\":\"\\u0000\"}");
        subjects.send(flo, poison);
        await(() -> testbed.outcome(poison), "parked");
        WriteRequested behind = Writes.put(customer, "{}");
        subjects.send(flo, behind);
        await(() -> testbed.outcome(behind), "parked");

        UUID erasure = subjects.erase(flo);

        await(() -> testbed.changes().erasures(erasure).size(), 1);
        await(() -> testbed.outcome(poison), "rejected");
        await(() -> testbed.outcome(behind), "rejected");
        assertThat(testbed.resourceRow(customer)).isEmpty();
    }

    @Test
    void withoutAMasterKeyItDoesNotStart() {
        assertThatThrownBy(() -> testbed.startProcessor("keyless"))
                .rootCause()
                .hasMessage("tideline.subjects.master-key is not set; allowed: 32 random bytes in Base64 "
                        + "(openssl rand -base64 32), for a collection has a residency");
    }
}

package dev.tideline.writer;

import static dev.tideline.writer.testbed.Testbed.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.WritePosition;
import dev.tideline.events.WriteRequested;
import dev.tideline.writer.testbed.DeadLetterReader;
import dev.tideline.writer.testbed.OperatorClient;
import dev.tideline.writer.testbed.Testbed;
import dev.tideline.writer.testbed.Writes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Records that fail by their own fault, and what operators do about them. */
class BadRecordIT {

    /** JSON, but not for Postgres, which cannot hold this character. */
    private static final String POISON = "{\"name\":\"\\u0000\"}";

    private Testbed testbed;
    private OperatorClient operators;
    private DeadLetterReader letters;

    @BeforeEach
    void start() {
        testbed = new Testbed();
        letters = new DeadLetterReader(testbed.kafka());
        ConfigurableApplicationContext processor = testbed.startProcessor(
                "bad-records",
                "tideline.retry.first=100ms",
                "tideline.retry.longest=300ms",
                "tideline.operators[0].name=ann",
                "tideline.operators[0].role=act",
                "tideline.operators[0].token-sha256=" + OperatorClient.sha256("let-me-act"),
                "tideline.operators[1].name=bob",
                "tideline.operators[1].role=view",
                "tideline.operators[1].token-sha256=" + OperatorClient.sha256("let-me-see"));
        operators = new OperatorClient(processor);
    }

    @AfterEach
    void stop() {
        letters.close();
        testbed.close();
    }

    @Test
    void aBadRecordIsTakenOutOfItsBatchTriedAndGivenUpWhileTheRestGoesOn() {
        WriteRequested bad = Writes.put(testbed.resource("products", "bad"), POISON);
        List<WriteRequested> writes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            writes.add(i == 117 ? bad : Writes.put(testbed.resource("products", "good-" + i), "{\"n\":" + i + "}"));
        }
        testbed.sendAll(writes);

        await(() -> testbed.outcome(bad), "dead-lettered");
        for (WriteRequested write : writes) {
            if (!write.equals(bad)) {
                await(() -> testbed.outcome(write), "applied");
                await(() -> testbed.changes().has(write.writeId()), true);
            }
        }
        await(() -> letters.of(bad.resource()).size(), 1);
        assertThat(letters.of(bad.resource()).getFirst())
                .containsEntry("tideline-dead-letter-cause", "sql-22P05")
                .containsEntry("tideline-dead-letter-tries", "5")
                .containsKey("tideline-dead-letter-position");
        assertThat(testbed.row("select tries, cause from dead_letters")).isEqualTo("5 sql-22P05");
        assertThat(testbed.row("select count(*) from parked_writes")).isEqualTo("0");
    }

    @Test
    void theWritesBehindABadOneWaitForItsEndAndKeepTheirOrder() {
        String resource = testbed.resource("products", "queue");
        WriteRequested bad = Writes.put(resource, POISON);
        WriteRequested second = Writes.put(resource, "{\"n\":2}");
        WriteRequested third = Writes.put(resource, "{\"n\":3}");
        testbed.send(Writes.put(resource, "{\"n\":0}"));
        WritePosition position = testbed.send(bad);
        await(() -> testbed.outcome(bad), "parked");
        testbed.send(second);
        testbed.send(third);

        await(() -> testbed.outcome(third), "applied");
        assertThat(testbed.outcome(bad)).isEqualTo("dead-lettered");
        assertThat(testbed.resourceRow(resource)).isEqualTo("3 {\"n\": 3} f");
        await(() -> testbed.changes().versions(resource), List.of(1L, 2L, 3L));
        await(() -> testbed.row("select count(*) from parked_writes"), "0");
        // While it was parked nobody was told that everything up to it had been applied.
        var records = testbed.changes().all();
        int applied = records.indexOf(testbed.changes().of(resource).get(1));
        assertThat(records.subList(0, applied))
                .filteredOn(dev.tideline.events.AppliedThrough.class::isInstance)
                .extracting(dev.tideline.events.AppliedThrough.class::cast)
                .filteredOn(marker -> marker.partition() == position.partition())
                .allMatch(marker -> marker.nextOffset() <= position.offset());
    }

    @Test
    void anUnreadableRecordIsADeadLetterAtOnce() {
        String resource = testbed.resource("products", "unreadable");
        testbed.sendRaw(resource, "{\"v\":99}".getBytes(UTF_8));
        WriteRequested next = Writes.put(resource, "{}");
        testbed.send(next);

        await(() -> testbed.outcome(next), "applied");
        assertThat(testbed.row("select cause, tries, write_id from dead_letters"))
                .isEqualTo("unreadable 1 null");
        await(() -> testbed.row("select published from dead_letters"), "t");
    }

    @Test
    void aWriteOfACollectionThatOnlyTheGatewayKnowsIsKeptAndNotLost() {
        WriteRequested unknown = Writes.put(testbed.resource("novelties", "n"), "{}");
        testbed.send(unknown);

        await(() -> testbed.outcome(unknown), "dead-lettered");
        assertThat(testbed.row("select cause from dead_letters")).isEqualTo("unknown-collection");
    }

    @Test
    void anOperatorReplaysAfterADryRunAndTheReplayIsTriedAfresh() {
        WriteRequested bad = Writes.put(testbed.resource("products", "again"), POISON);
        testbed.send(bad);
        await(() -> testbed.outcome(bad), "dead-lettered");

        assertThat(operators.get("let-me-see", "/dead-letters").body()).contains("\"sql-22P05\":1");
        String dryRun = dryRun("\"cause\":\"sql-22P05\"");
        assertThat(dryRun).contains("\"dryRun\":true", "\"count\":1");
        assertThat(testbed.row("select state from dead_letters")).isEqualTo("open");

        String confirm = confirmOf(dryRun);
        assertThat(replay("\"cause\":\"sql-22P05\"", confirm)).isEqualTo(200);
        // It is as bad as it was, so it comes back: as another letter, at another position.
        await(() -> testbed.row("select count(*), count(distinct off) from dead_letters"), "2 2");
        assertThat(testbed.rows("select state from dead_letters order by letter_id"))
                .containsExactly("replayed", "open");
        assertThat(testbed.row("select operator, action, array_length(letters, 1) from operator_audit"))
                .isEqualTo("ann replayed 1");
        assertThat(replay("\"all\":true", confirm)).isEqualTo(409);
    }

    @Test
    void anOperatorReplaysOneLetterOrAll() {
        WriteRequested first = Writes.put(testbed.resource("products", "one"), POISON);
        WriteRequested second = Writes.put(testbed.resource("products", "two"), POISON);
        testbed.sendAll(List.of(first, second));
        await(() -> testbed.row("select count(*) from dead_letters where state = 'open'"), "2");

        String one = "\"letters\":["
                + testbed.row("select letter_id from dead_letters where write_id = '" + first.writeId() + "'") + "]";
        assertThat(replay(one, confirmOf(dryRun(one)))).isEqualTo(200);
        await(() -> testbed.row("select count(*) from dead_letters"), "3");
        assertThat(testbed.rows("select write_id from dead_letters where state = 'replayed'"))
                .containsExactly(first.writeId().toString());

        assertThat(replay("\"all\":true", confirmOf(dryRun("\"all\":true")))).isEqualTo(200);
        await(() -> testbed.row("select count(*), count(*) filter (where state = 'open') from dead_letters"), "5 2");
        assertThat(testbed.rows("select operator, action, array_length(letters, 1) from operator_audit order by at"))
                .containsExactly("ann replayed 1", "ann replayed 2");
    }

    @Test
    void aLongListIsReadPageByPage() {
        List<WriteRequested> writes = List.of(
                Writes.put(testbed.resource("products", "a"), POISON),
                Writes.put(testbed.resource("products", "b"), POISON),
                Writes.put(testbed.resource("novelties", "n"), "{}"));
        testbed.sendAll(writes);
        await(() -> testbed.row("select count(*) from dead_letters"), "3");

        List<String> seen = new ArrayList<>();
        String next = "/dead-letters?cause=sql-22P05&limit=1";
        while (!next.isEmpty()) {
            JsonNode page = JsonMapper.shared()
                    .readTree(operators.get("let-me-see", next).body());
            page.path("letters").forEach(letter -> seen.add(letter.path("id").asString()));
            next = page.path("next").stringValue("");
        }
        assertThat(seen)
                .isEqualTo(testbed.rows(
                        "select letter_id from dead_letters where cause = 'sql-22P05' order by letter_id"));
    }

    private String dryRun(String selection) {
        return operators
                .post("let-me-act", "/dead-letters/replay", "{" + selection + "}")
                .body();
    }

    private int replay(String selection, String confirm) {
        return operators
                .post("let-me-act", "/dead-letters/replay", "{" + selection + ",\"confirm\":\"" + confirm + "\"}")
                .statusCode();
    }

    private static String confirmOf(String dryRun) {
        return dryRun.replaceAll(".*\"confirm\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void aReplayOfWhatCanBeAppliedNowIsApplied() {
        WriteRequested early = Writes.put(testbed.resource("products", "early"), POISON);
        testbed.send(early);
        await(() -> testbed.outcome(early), "dead-lettered");
        // As if a later release could hold it: the letter's record is one that Postgres takes.
        WriteRequested mended = new WriteRequested(
                early.writeId(),
                early.resource(),
                early.operation(),
                "{\"name\":\"ok\"}",
                early.precondition(),
                early.caller(),
                early.fingerprint(),
                early.acceptedAt(),
                early.region());
        testbed.send(mended);

        await(() -> testbed.outcome(mended), "applied");
        assertThat(testbed.resourceRow(early.resource().toString())).isEqualTo("1 {\"name\": \"ok\"} f");
    }

    @Test
    void anOperatorDiscardsWithAReasonAndEveryActionIsWrittenDown() {
        WriteRequested bad = Writes.put(testbed.resource("products", "never"), POISON);
        testbed.send(bad);
        await(() -> testbed.outcome(bad), "dead-lettered");
        String id = testbed.row("select letter_id from dead_letters");

        assertThat(operators.get("let-me-act", "/dead-letters/" + id).body())
                .contains("\\\\u0000", "\"cause\":\"sql-22P05\"");
        assertThat(operators
                        .post("let-me-act", "/dead-letters/discard", "{\"letters\":[" + id + "]}")
                        .statusCode())
                .isEqualTo(400);
        String body = "{\"letters\":[" + id + "],\"reason\":\"a test\"";
        String confirm = confirmOf(operators
                .post("let-me-act", "/dead-letters/discard", body + "}")
                .body());
        operators.post("let-me-act", "/dead-letters/discard", body + ",\"confirm\":\"" + confirm + "\"}");

        assertThat(testbed.row("select state from dead_letters")).isEqualTo("discarded");
        assertThat(testbed.rows("select operator, action, reason from operator_audit order by at"))
                .containsExactly("ann shown null", "ann discarded a test");
    }

    @Test
    void anOperatorSeesHowManyWritesWaitAndWhatStandsBesideTheQueue() {
        WriteRequested good = Writes.put(testbed.resource("products", "good"), "{}");
        WriteRequested bad = Writes.put(testbed.resource("products", "bad"), POISON);
        testbed.send(good);
        WritePosition last = testbed.send(bad);
        await(() -> testbed.outcome(bad), "dead-lettered");
        await(() -> testbed.outcome(good), "applied");

        await(
                () -> operators.get("let-me-see", "/queue").body().replaceAll(",\"partitions.*", ""),
                "{\"waiting\":0,\"parked\":0,\"letters\":{\"sql-22P05\":1}");
        long next = last.offset() + 1;
        assertThat(operators.get("let-me-see", "/queue").body())
                .contains("\"partition\":" + last.partition() + ",")
                .contains("\"next\":" + next + ",");
        assertThat(operators.get("guess", "/queue").statusCode()).isEqualTo(401);
    }

    @Test
    void whoHasNoTokenOrNotTheRoleIsRefused() {
        await(() -> operators.get("let-me-see", "/dead-letters").statusCode(), 200);
        assertThat(operators.get("guess", "/dead-letters").statusCode()).isEqualTo(401);
        assertThat(operators.get("guess", "/dead-letters").headers().firstValue("WWW-Authenticate"))
                .isPresent();
        assertThat(operators.get("let-me-see", "/dead-letters/1").statusCode()).isEqualTo(403);
        assertThat(operators
                        .post("let-me-see", "/dead-letters/replay", "{\"all\":true}")
                        .statusCode())
                .isEqualTo(403);
    }
}

package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.Operation;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.WritePosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {

    private static final UUID PLAIN = UUID.fromString("019ab000-0000-7000-8000-000000000001");
    private static final UUID KEYED = Digests.writeId("anonymous", "k");

    @Test
    void aLocationNamesThePositionAndUnderAKeyTheRequest() {
        assertThat(receipt(PLAIN).location()).isEqualTo("/writes/" + PLAIN + "?at=3:1042");
        assertThat(receipt(KEYED).location()).isEqualTo("/writes/" + KEYED + "?of=abababababababab&at=3:1042");
    }

    @Test
    void aPendingWriteIsOneSmallDocument() {
        assertThat(Answers.accepted(receipt(PLAIN)).document())
                .hasToString(
                        "{id=" + PLAIN + ", status=pending, resource=notes/1, operation=merge-patch, position=3:1042,"
                                + " acceptedAt=2026-11-23T12:00:00Z, links={self=/writes/" + PLAIN
                                + "?at=3:1042, resource=/api/notes/1}}");
    }

    @Test
    void theOriginsDocumentIsRead() {
        WriteOutcome.Decided decided = (WriteOutcome.Decided) parse("""
                {"id":"x","status":"conflict","resource":"notes/1","version":7,"created":false,"fingerprint":"ab",
                 "position":"3:1042","appliedAt":"2026-11-23T12:00:01Z","problem":{"status":412,"pointer":null}}""");
        assertThat(decided.status()).isEqualTo(WriteOutcome.Status.CONFLICT);
        assertThat(decided.version()).isEqualTo(7);
        assertThat(decided.position()).isEqualTo(new WritePosition(3, 1042));
        assertThat(decided.at()).isEqualTo(Instant.parse("2026-11-23T12:00:01Z"));
        assertThat(decided.problem()).containsOnlyKeys("status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "parked"})
    void whatIsNotDecidedIsPending(String status) {
        assertThat(parse("{\"status\":\"" + status + "\"}")).isInstanceOf(WriteOutcome.Pending.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "7",
                "{}",
                "{\"status\":7}",
                "{\"status\":\"gone\",\"resource\":\"notes/1\"}",
                "{\"status\":\"applied\"}",
                "{\"status\":\"applied\",\"resource\":\"../x\"}"
            })
    void whatIsNotUnderstoodIsAsIfNobodyHadAnswered(String body) {
        assertThat(parse(body)).isInstanceOf(WriteOutcome.Unreachable.class);
    }

    @Test
    void oddMembersDoNoHarm() {
        assertThat(parse("""
                {"status":"applied","resource":"notes/1","version":"x","created":7,"fingerprint":[],"position":"x",
                 "appliedAt":7,"problem":"x"}""")).isInstanceOf(WriteOutcome.Decided.class);
    }

    private static WriteOutcome parse(String body) {
        return OutcomeJson.parse(PLAIN, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Receipt receipt(UUID writeId) {
        return new Receipt(
                writeId,
                new ResourceKey("notes", "1"),
                Operation.MERGE_PATCH,
                "ab".repeat(32),
                new WritePosition(3, 1042),
                Instant.parse("2026-11-23T12:00:00Z"));
    }
}

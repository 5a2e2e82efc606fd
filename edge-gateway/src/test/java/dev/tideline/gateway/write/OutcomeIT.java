package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.TestBackends;
import dev.tideline.events.Topics;
import dev.tideline.gateway.write.QueuedWrites.Queued;
import dev.tideline.gateway.write.TestingGateway.Reply;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client learns about a write after it was queued. */
class OutcomeIT {

    private static String kafka;
    private static TestingOrigin origin;
    private static TestingGateway gateway;

    private final String id = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        kafka = TestBackends.kafka().bootstrapServers();
        TestBackends.createTopics(Topics.DEFAULT_WRITE_PARTITIONS, Topics.WRITES);
        origin = new TestingOrigin();
        gateway = new TestingGateway(
                kafka, origin, "tideline.writes.waiting.limit=20s", "tideline.writes.waiting.strong=20s");
        gateway.untilOpen();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        origin.close();
    }

    @BeforeEach
    void originIsWell() {
        origin.failing = false;
        origin.drained = false;
        origin.delay = Duration.ZERO;
    }

    @Test
    void whoWaitsLearnsThatTheResourceWasCreated() {
        CompletableFuture<Reply> later = putLater("notes", "Prefer", "wait=15");
        Queued queued = untilQueued("notes");
        decide(queued, "applied", ",\"version\":1,\"created\":true,\"appliedAt\":\"2026-11-23T12:00:00Z\"");

        Reply reply = later.join();
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("Location")).isEqualTo("/api/notes/" + id);
        assertThat(reply.header("Content-Location"))
                .startsWith("/writes/" + queued.write().writeId());
        assertThat(reply.header("X-Data-Version")).isEqualTo("1");
        assertThat(reply.header("Preference-Applied")).isEqualTo("wait=15");
        assertThat(reply.header("X-Tideline-Session"))
                .endsWith(queued.position().toString());
        assertThat(reply.body().path("status").asString()).isEqualTo("applied");
        assertThat(reply.body().path("version").asLong()).isEqualTo(1);
        assertThat(reply.body().path("appliedAt").asString()).isEqualTo("2026-11-23T12:00:00Z");
    }

    @Test
    void whoWaitsLearnsThatTheResourceWasChanged() {
        CompletableFuture<Reply> later = putLater("notes", "Prefer", "wait=15");
        decide(untilQueued("notes"), "applied", ",\"version\":8,\"created\":false");

        Reply reply = later.join();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("X-Data-Version")).isEqualTo("8");
        assertThat(reply.header("Location")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "conflict,      409, 409, already-exists",
        "conflict,      412, 412, precondition-failed",
        "rejected,      404, 404, not-found",
        "rejected,      422, 422, not-a-counter",
        "rejected,      500, 422, odd",
        "dead-lettered, 400, 500, dead-lettered",
    })
    void whoWaitsLearnsWhyNot(String status, int said, int answered, String slug) {
        CompletableFuture<Reply> later = putLater("notes", "Prefer", "wait=15");
        decide(untilQueued("notes"), status, """
                ,"version":7,"problem":{"type":"urn:tideline:problem:%s","title":"T","status":%d,"detail":"D"}\
                """.formatted(slug, said));

        Reply reply = later.join();
        assertThat(reply.status()).isEqualTo(answered);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.type()).isEqualTo("urn:tideline:problem:" + slug);
        assertThat(reply.body().path("currentVersion").asLong()).isEqualTo(7);
        assertThat(reply.body().path("write").asString()).startsWith("/writes/");
    }

    @Test
    void whoWaitsInVainIsTold202() {
        Reply reply = gateway.put("/api/notes/" + id, "{}", "Prefer", "wait=1");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Preference-Applied")).isEqualTo("wait=1");
        assertThat(reply.body().path("status").asString()).isEqualTo("pending");
    }

    @Test
    void whoWouldWaitButNotForEverIsToldThatBothWereHonoured() {
        Reply reply = gateway.put("/api/notes/" + id, "{}", "Prefer", "respond-async, wait=1");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Preference-Applied")).isEqualTo("respond-async, wait=1");
    }

    @Test
    void whoWaitsWhileTheOriginIsAwayIsTold202() {
        origin.failing = true;
        assertThat(gateway.put("/api/notes/" + id, "{}", "Prefer", "wait=1").status())
                .isEqualTo(202);
    }

    @Test
    void aStrongCollectionWaitsUnlessItsClientWillNot() {
        CompletableFuture<Reply> later = putLater("accounts");
        decide(untilQueued("accounts"), "applied", ",\"version\":3,\"created\":false");
        Reply waited = later.join();
        assertThat(waited.status()).isEqualTo(200);
        assertThat(waited.header("Preference-Applied")).isNull();

        Reply async = gateway.put("/api/accounts/x" + id, "{}", "Prefer", "respond-async");
        assertThat(async.status()).isEqualTo(202);
        assertThat(async.header("Preference-Applied")).isEqualTo("respond-async");
    }

    @Test
    void aKeyIsInProgressWhileItsFirstRequestWaits() {
        String key = '"' + id + '"';
        CompletableFuture<Reply> first = putLater("notes", "Prefer", "wait=15", "Idempotency-Key", key);
        Queued queued = untilQueued("notes");
        Reply second = gateway.put("/api/notes/" + id, "{}", "Idempotency-Key", key);
        Reply other = gateway.put("/api/notes/" + id, "{\"n\":2}", "Idempotency-Key", key);
        decide(
                queued,
                "conflict",
                ",\"problem\":{\"status\":412,\"type\":\"urn:tideline:problem:precondition-failed\"}");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.type()).isEqualTo("urn:tideline:problem:request-in-progress");
        assertThat(second.header("Retry-After")).isEqualTo("1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(first.join().status()).isEqualTo(412);

        Reply again = gateway.untilNot(
                409, () -> gateway.put("/api/notes/" + id, "{}", "Idempotency-Key", key, "Prefer", "wait=15"));
        assertThat(again.status()).isEqualTo(412);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(QueuedWrites.of(kafka, "notes/" + id)).hasSize(1);
    }

    @Test
    void onlySoManyMayWait() {
        try (TestingGateway narrow = new TestingGateway(kafka, origin, "tideline.writes.waiting.max-waiters=0")) {
            narrow.untilOpen();
            Reply reply = narrow.put("/api/notes/" + id, "{}", "Prefer", "wait=20");
            assertThat(reply.status()).isEqualTo(202);
            assertThat(reply.header("Preference-Applied")).isNull();
        }
    }

    @Test
    void aPendingWriteIsNeverUnknown() {
        Reply accepted = gateway.put("/api/notes/" + id, "{}");
        Reply pending = gateway.get(accepted.header("Location"));
        assertThat(pending.status()).isEqualTo(200);
        assertThat(pending.body().path("status").asString()).isEqualTo("pending");
        assertThat(pending.header("Retry-After")).isEqualTo("1");

        // Without its position: the instance that accepted it knows it.
        String bare = accepted.header("Location").replaceAll("\\?.*", "");
        assertThat(gateway.get(bare).body().path("status").asString()).isEqualTo("pending");
    }

    @Test
    void aPendingWriteIsKnownInAnotherRegionByItsLocation() {
        Reply accepted = gateway.put("/api/notes/" + id, "{}");
        try (TestingGateway other = new TestingGateway(kafka, origin, "tideline.region=us")) {
            Reply pending = other.get(accepted.header("Location"));
            assertThat(pending.status()).isEqualTo(200);
            assertThat(pending.body().path("status").asString()).isEqualTo("pending");
            assertThat(pending.body().path("links").path("self").asString()).isEqualTo(accepted.header("Location"));
        }
    }

    @Test
    void aWriteKnownByItsIdAloneIsNotSaidToBeUnknownWhileItMayBeQueued() {
        Reply accepted = gateway.put("/api/notes/" + id, "{}");
        String bare = accepted.header("Location").replaceAll("\\?.*", "");
        try (TestingGateway other = new TestingGateway(kafka, origin, "tideline.region=us")) {
            other.untilOpen();
            Reply reply = other.get(bare);
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.type()).isEqualTo("urn:tideline:problem:outcome-unavailable");
            assertThat(reply.header("Retry-After")).isNotNull();

            decide(untilQueued("notes"), "applied", ",\"version\":1");
            assertThat(other.get(bare).body().path("status").asString()).isEqualTo("applied");
        }
    }

    @ParameterizedTest
    @CsvSource({"applied", "conflict", "rejected", "dead-lettered"})
    void aDecidedWriteIsOneClearDocument(String status) {
        Reply accepted = gateway.put("/api/notes/" + id, "{}");
        decide(untilQueued("notes"), status, ",\"version\":4,\"problem\":{\"title\":\"T\",\"pointer\":\"/a\"}");

        Reply reply = gateway.get(accepted.header("Location"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.body().path("status").asString()).isEqualTo(status);
        assertThat(reply.body().path("resource").asString()).isEqualTo("notes/" + id);
        assertThat(reply.body().path("problem").path("title").asString(null))
                .isEqualTo(status.equals("applied") ? null : "T");
        assertThat(reply.body().has("fingerprint")).isFalse();
    }

    @Test
    void theRequestThatCameSecondUnderItsKeySeesThatItWasNotApplied() {
        String key = '"' + id + '"';
        Reply accepted = gateway.put("/api/notes/" + id, "{\"n\":1}", "Idempotency-Key", key);
        Queued queued = untilQueued("notes");
        origin.decide(queued.write().writeId().toString(), "applied", "notes/" + id, """
                ,"version":1,"position":"0:1","fingerprint":"%s"\
                """.formatted("1".repeat(64)));

        Reply reply = gateway.get(accepted.header("Location"));
        assertThat(reply.body().path("status").asString()).isEqualTo("rejected");
        assertThat(reply.body().path("problem").path("type").asString())
                .isEqualTo("urn:tideline:problem:idempotency-key-reused");
    }

    @ParameterizedTest
    @CsvSource({"/writes/00000000-0000-7000-8000-000000000000", "/writes/x", "/writes/1-1-1-1-1"})
    void anUnknownWriteIs404(String path) {
        origin.drained = true;
        Reply reply = gateway.get(path);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.type()).isEqualTo("urn:tideline:problem:unknown-write");
    }

    @Test
    void anOutcomeThatCannotBeToldIs503() {
        Reply accepted = gateway.put("/api/notes/" + id, "{}");
        origin.failing = true;
        Reply reply = gateway.get(accepted.header("Location"));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isNotNull();
    }

    private CompletableFuture<Reply> putLater(String collection, String... fields) {
        String[] all = Stream.concat(List.of("Content-Type", "application/json").stream(), List.of(fields).stream())
                .toArray(String[]::new);
        return gateway.sendLater("PUT", "/api/" + collection + "/" + id, "{}", all);
    }

    private Queued untilQueued(String collection) {
        while (true) {
            List<Queued> found = QueuedWrites.of(kafka, collection + "/" + id);
            if (!found.isEmpty()) {
                return found.getFirst();
            }
        }
    }

    private void decide(Queued queued, String status, String rest) {
        origin.decide(
                queued.write().writeId().toString(),
                status,
                queued.key(),
                ",\"position\":\"%s\",\"fingerprint\":\"%s\"%s"
                        .formatted(queued.position(), queued.write().fingerprint(), rest));
    }
}

package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.TestBackends;
import dev.tideline.events.Operation;
import dev.tideline.events.Precondition;
import dev.tideline.events.SessionTicket;
import dev.tideline.events.Topics;
import dev.tideline.gateway.write.TestingGateway.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WritePathIT {

    private static final String PRODUCT = "{\"name\":\"Kettle\",\"price\":{\"amount\":29.90,\"currency\":\"EUR\"}}";

    private static String kafka;
    private static TestingOrigin origin;
    private static TestingGateway gateway;

    private final String id = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        kafka = TestBackends.kafka().bootstrapServers();
        TestBackends.createTopics(Topics.DEFAULT_WRITE_PARTITIONS, Topics.WRITES);
        origin = new TestingOrigin();
        gateway = new TestingGateway(kafka, origin);
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
        origin.delay = Duration.ZERO;
    }

    @Test
    void aWriteIsAcceptedOnceItIsInTheQueue() {
        Reply reply =
                gateway.put("/api/products/" + id, PRODUCT, "If-Match", "\"v7\"", "Authorization", "Bearer s3cret");

        assertThat(reply.status()).isEqualTo(202);
        var queued = QueuedWrites.of(kafka, "products/" + id);
        assertThat(queued).hasSize(1);
        var write = queued.getFirst().write();
        assertThat(queued.getFirst().key()).isEqualTo("products/" + id);
        assertThat(write.operation()).isEqualTo(Operation.PUT);
        assertThat(write.payload()).isEqualTo(PRODUCT);
        assertThat(write.precondition()).isEqualTo(new Precondition.VersionIn(Set.of(7L)));
        assertThat(write.caller()).isNotEqualTo("anonymous").doesNotContain("s3cret");
        assertThat(write.region()).isEqualTo("eu");
        assertThat(reply.header("Location"))
                .isEqualTo("/writes/" + write.writeId() + "?at="
                        + queued.getFirst().position());
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.body().path("status").asString()).isEqualTo("pending");
        assertThat(reply.body().path("links").path("self").asString()).isEqualTo(reply.header("Location"));
        assertThat(ticket(reply).writes()).containsExactly(queued.getFirst().position());
    }

    @Test
    void theTicketGrowsWithTheSession() {
        String ticket = null;
        for (int i = 0; i < 8; i++) {
            Reply reply = ticket == null
                    ? gateway.put("/api/notes/" + id + i, "{}")
                    : gateway.put("/api/notes/" + id + i, "{}", SessionTicket.HEADER, ticket);
            ticket = reply.header(SessionTicket.HEADER);
        }
        SessionTicket last = ((SessionTicket.Readable) SessionTicket.parse(ticket)).ticket();
        assertThat(last.positions().size()).isGreaterThan(1);
        QueuedWrites.in(kafka).stream()
                .filter(queued -> queued.key().startsWith("notes/" + id))
                .forEach(queued -> assertThat(
                                last.positions().get(queued.position().partition()))
                        .isGreaterThanOrEqualTo(queued.position().offset()));
    }

    @Test
    void aPostToACollectionMakesAnId() {
        Reply reply = gateway.send("POST", "/api/notes", "{\"text\":\"a\"}", "Content-Type", "application/json");

        assertThat(reply.status()).isEqualTo(202);
        String resource = reply.body().path("resource").asString();
        assertThat(resource).matches("notes/[0-9a-f-]{36}");
        assertThat(QueuedWrites.of(kafka, resource))
                .singleElement()
                .satisfies(queued -> assertThat(queued.write().operation()).isEqualTo(Operation.POST));
    }

    @Test
    void aRefusedWriteIsNotInTheQueue() {
        Reply reply = gateway.put("/api/products/" + id, "{\"name\":\"Kettle\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.type()).isEqualTo("urn:tideline:problem:invalid-document");
        assertThat(reply.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo("#/price");
        assertThat(QueuedWrites.of(kafka, "products/" + id)).isEmpty();
    }

    @Test
    void aBodyThatIsTooLongIsRefusedWithAndWithoutItsLength() {
        String body = "{\"text\":\"" + "x".repeat(100) + "\"}";
        assertThat(gateway.put("/api/small/" + id, body).status()).isEqualTo(413);
        assertThat(gateway.put("/api/small/" + id, "{\"a\":1}").status()).isEqualTo(202);
    }

    @Test
    void aRepeatedRequestGetsTheFirstAnswerAgain() {
        Reply first = gateway.put("/api/notes/" + id, "{\"n\":1}", "Idempotency-Key", quoted("k-" + id));
        Reply again = gateway.put("/api/notes/" + id, "{\"n\":1}", "Idempotency-Key", quoted("k-" + id));

        assertThat(first.header("Idempotent-Replayed")).isNull();
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header(SessionTicket.HEADER)).isEqualTo(first.header(SessionTicket.HEADER));
        assertThat(QueuedWrites.of(kafka, "notes/" + id)).hasSize(1);
    }

    @Test
    void aKeyIsTheCallersOwn() {
        gateway.put("/api/notes/" + id, "{}", "Idempotency-Key", quoted("k-" + id), "Authorization", "Bearer a");
        Reply other = gateway.put(
                "/api/notes/" + id, "{}", "Idempotency-Key", quoted("k-" + id), "Authorization", "Bearer b");

        assertThat(other.header("Idempotent-Replayed")).isNull();
        assertThat(QueuedWrites.of(kafka, "notes/" + id)).hasSize(2);
    }

    @Test
    void aKeyIsRefusedForAnotherRequest() {
        gateway.put("/api/notes/" + id, "{\"n\":1}", "Idempotency-Key", quoted("k-" + id));

        assertThat(gateway.put("/api/notes/" + id, "{\"n\":2}", "Idempotency-Key", quoted("k-" + id))
                        .status())
                .isEqualTo(422);
        assertThat(gateway.put("/api/notes/x" + id, "{\"n\":1}", "Idempotency-Key", quoted("k-" + id))
                        .status())
                .isEqualTo(422);
        assertThat(QueuedWrites.of(kafka, "notes/" + id)).hasSize(1);
    }

    @Test
    void manyRequestsWithOneKeyAtOnceMakeOneWrite() {
        List<CompletableFuture<Reply>> all = IntStream.range(0, 20)
                .mapToObj(_ -> gateway.sendLater(
                        "PUT",
                        "/api/notes/" + id,
                        "{}",
                        "Content-Type",
                        "application/json",
                        "Idempotency-Key",
                        quoted("k-" + id)))
                .toList();

        List<Integer> statuses =
                all.stream().map(CompletableFuture::join).map(Reply::status).toList();
        assertThat(statuses).containsOnly(202, 409).contains(202);
        assertThat(QueuedWrites.of(kafka, "notes/" + id)).hasSize(1);
    }

    @Test
    void aKeyThatAnotherRegionAcceptedIsReplayedFromTheOrigin() {
        Reply first = gateway.put("/api/notes/" + id, "{}", "Idempotency-Key", quoted("k-" + id));
        var queued = QueuedWrites.of(kafka, "notes/" + id).getFirst();
        origin.decide(queued.write().writeId().toString(), "applied", "notes/" + id, """
                ,"version":1,"fingerprint":"%s","position":"%s"\
                """.formatted(
                        queued.write().fingerprint(), queued.position()));

        try (TestingGateway other = new TestingGateway(kafka, origin, "tideline.region=us")) {
            other.untilOpen();
            Reply again = other.put("/api/notes/" + id, "{}", "Idempotency-Key", quoted("k-" + id));
            assertThat(again.status()).isEqualTo(202);
            assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(again.header("Location")).isEqualTo(first.header("Location"));
            assertThat(again.body().path("status").asString()).isEqualTo("applied");
            assertThat(other.put("/api/notes/" + id, "{\"n\":2}", "Idempotency-Key", quoted("k-" + id))
                            .status())
                    .isEqualTo(422);
        }
        assertThat(QueuedWrites.of(kafka, "notes/" + id)).hasSize(1);
    }

    @Test
    void aKeyIsAcceptedWhileTheOriginIsAwayAndKeepsItsWriteId() {
        origin.failing = true;
        Reply here = gateway.put("/api/notes/" + id, "{}", "Idempotency-Key", quoted("k-" + id));
        try (TestingGateway other = new TestingGateway(kafka, origin, "tideline.region=us")) {
            other.untilOpen();
            Reply there = other.put("/api/notes/" + id, "{}", "Idempotency-Key", quoted("k-" + id));
            assertThat(here.status()).isEqualTo(202);
            assertThat(there.status()).isEqualTo(202);
        }
        // Twice in the queue under one id: write-processor applies the first and knows the other as its duplicate.
        assertThat(QueuedWrites.of(kafka, "notes/" + id))
                .hasSize(2)
                .extracting(queued -> queued.write().writeId() + queued.write().fingerprint())
                .containsOnly(
                        QueuedWrites.of(kafka, "notes/" + id).getFirst().write().writeId()
                                + QueuedWrites.of(kafka, "notes/" + id)
                                        .getFirst()
                                        .write()
                                        .fingerprint());
    }

    @Test
    void anOriginThatHangsSoonCostsNothing() {
        origin.delay = Duration.ofSeconds(20);
        try (TestingGateway other = new TestingGateway(kafka, origin, "tideline.writes.idempotency.lookup=100ms")) {
            other.untilOpen();
            int before = origin.questions.get();
            for (int i = 0; i < 30; i++) {
                assertThat(other.put("/api/notes/" + id, "{}", "Idempotency-Key", quoted("k-" + id + i))
                                .status())
                        .isEqualTo(202);
            }
            assertThat(origin.questions.get() - before).isBetween(1, 15);
        }
    }

    private static String quoted(String key) {
        return '"' + key + '"';
    }

    private static SessionTicket ticket(Reply reply) {
        return ((SessionTicket.Readable) SessionTicket.parse(reply.header(SessionTicket.HEADER))).ticket();
    }
}

package dev.tideline.gateway.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.backends.TestBackends;
import dev.tideline.events.Decoded;
import dev.tideline.events.EventCodec;
import dev.tideline.events.Topics;
import dev.tideline.events.WriteRequested;
import dev.tideline.events.WriteSealed;
import dev.tideline.gateway.write.TestingGateway.Reply;
import dev.tideline.subjects.BrokenSealException;
import dev.tideline.subjects.MasterKey;
import dev.tideline.subjects.SubjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Writes of residency-bound collections, as the queue gets them. */
@TestInstance(Lifecycle.PER_CLASS)
class SealedWritesIT {

    private static final String MASTER = "A".repeat(43) + "=";

    private final String anna = "anna" + UUID.randomUUID().toString().replace("-", "");
    private String kafka;
    private Path placement;
    private TestingOrigin origin;
    private TestingGateway gateway;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        placement = Files.writeString(folder.resolve("placement.yaml"), """
                regions: [eu]
                collections:
                  notes: {tier: cache}
                  customers: {tier: cache, max-size: 480KB, residency: {home: eu}}
                  orders: {tier: cache, residency: {home: eu, subject: id-prefix}}
                """);
        kafka = TestBackends.kafka().bootstrapServers();
        TestBackends.createTopics(Topics.DEFAULT_WRITE_PARTITIONS, Topics.WRITES);
        origin = new TestingOrigin();
        gateway = gateway("tideline.subjects.master-key=" + MASTER);
        gateway.untilOpen();
    }

    private TestingGateway gateway(String... more) {
        String[] settings = new String[more.length + 1];
        settings[0] = "tideline.placement=" + placement;
        System.arraycopy(more, 0, settings, 1, more.length);
        return new TestingGateway(kafka, origin, settings);
    }

    @AfterAll
    void stop() {
        gateway.close();
        origin.close();
    }

    private SubjectKey key(String subject) throws BrokenSealException {
        return MasterKey.of(MASTER).unwrap(Base64.getDecoder().decode(origin.subjectKeys.get(subject)), subject);
    }

    private static WriteRequested opened(WriteSealed sealed, SubjectKey key) throws BrokenSealException {
        byte[] bytes = key.open(Base64.getDecoder().decode(sealed.sealed()), sealed.place());
        return ((Decoded.Value<WriteRequested>) new EventCodec().decode(bytes, WriteRequested.class)).value();
    }

    @Test
    void theQueueHasTheWriteOnlyUnderItsSubjectsKey() throws BrokenSealException {
        String document = "{\"email\":\"" + anna + "@example.org\"}";
        assertThat(gateway.put("/api/customers/" + anna, document).status()).isEqualTo(202);
        assertThat(gateway.put("/api/orders/" + anna + "~1", document).status()).isEqualTo(202);

        for (String resource : List.of("customers/" + anna, "orders/" + anna + "~1")) {
            byte[] record = QueuedWrites.bytes(kafka, resource).getFirst();
            assertThat(new String(record, UTF_8)).doesNotContain("example.org");
            WriteSealed sealed =
                    ((Decoded.Value<WriteSealed>) new EventCodec().decode(record, WriteSealed.class)).value();
            assertThat(sealed.subject()).isEqualTo(anna);
            WriteRequested write = opened(sealed, key(anna));
            assertThat(write.payload()).isEqualTo(document);
            assertThat(write.resource().toString()).isEqualTo(resource);
        }
    }

    @Test
    void whatIsBoundToNoRegionIsQueuedAsItCame() {
        String id = UUID.randomUUID().toString();
        assertThat(gateway.put("/api/notes/" + id, "{\"n\":1}").status()).isEqualTo(202);
        assertThat(QueuedWrites.of(kafka, "notes/" + id)).hasSize(1);
        assertThat(origin.subjectKeys).doesNotContainKey(id);
    }

    @Test
    void nothingIsQueuedThatCouldNotBeErased() {
        origin.keysAway = true;
        try {
            Reply refused = gateway.put("/api/customers/new" + anna, "{}");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body().path("accepted").asString()).isEqualTo("no");
            assertThat(refused.header("Retry-After")).isNotNull();
            assertThat(QueuedWrites.bytes(kafka, "customers/new" + anna)).isEmpty();
        } finally {
            origin.keysAway = false;
        }
    }

    @Test
    void anErasedSubjectIsNotWrittenOf() {
        origin.subjectKeys.put("gone" + anna, "");
        Reply refused = gateway.put("/api/customers/gone" + anna, "{}");
        assertThat(refused.status()).isEqualTo(410);
        assertThat(refused.type()).isEqualTo("urn:tideline:problem:subject-erased");
        assertThat(QueuedWrites.bytes(kafka, "customers/gone" + anna)).isEmpty();
    }

    /** Every quotation mark is two characters on its way to the queue. */
    @Test
    void whatIsTooLargeOnlyWhenEncryptedIsRefusedAsTooLarge() {
        String quotes = "\\\"".repeat(200_000);
        Reply refused = gateway.put("/api/customers/large" + anna, "{\"q\":\"" + quotes + "\"}");
        assertThat(refused.status()).isEqualTo(413);
        assertThat(gateway.put("/api/customers/fits" + anna, "{\"q\":\"" + "x".repeat(470_000) + "\"}")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void withoutAMasterKeyItDoesNotStart() {
        assertThatThrownBy(this::gateway)
                .rootCause()
                .hasMessageStartingWith("tideline.subjects.master-key is not set; allowed: 32 random bytes in Base64");
    }
}

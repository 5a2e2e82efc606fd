package dev.tideline.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {

    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final ResourceKey PRODUCT = new ResourceKey("products", "p1");

    private final EventCodec codec = new EventCodec();

    record Sample(String name, Event event) {}

    /** Each is frozen in a file of its name: a change of the wire form must be meant. */
    static List<Sample> samples() {
        return List.of(
                new Sample("write-put", write(Operation.PUT, "{\"name\":\"Lamp\"}", Precondition.NONE)),
                new Sample("write-delete", write(Operation.DELETE, null, new Precondition.VersionIn(Set.of(7L)))),
                new Sample("write-create", write(Operation.POST, "{}", new Precondition.Absent())),
                new Sample(
                        "write-merge-patch", write(Operation.MERGE_PATCH, "{\"a\":null}", new Precondition.Exists())),
                new Sample("write-sealed", new WriteSealed(ID, PRODUCT, "p1", "c2VhbGVk")),
                new Sample("erasure-requested", new ErasureRequested(ID, "anna", AT)),
                new Sample("subject-erased", new SubjectErased(ID, AT, AT, 2, true)),
                new Sample(
                        "erasure-receipt",
                        new ErasureReceipt(new SubjectErased(ID, AT, AT, 2, true), AT, Set.of("eu-1"))),
                new Sample(
                        "purge-erasure",
                        new PurgeIssued(
                                ID,
                                List.of(new Scope.Tag("erasure")),
                                PurgeIssued.Mode.HARD,
                                Set.of(),
                                PurgeIssued.Cause.OPERATOR,
                                AT,
                                AT,
                                new SubjectErased(ID, AT, AT, 2, true))),
                new Sample(
                        "resource-changed",
                        new ResourceChanged(
                                PRODUCT, 7, false, ID, new WritePosition(3, 41), Set.of("category:lamps"), AT)),
                new Sample("applied-through", new AppliedThrough(3, "uXYtWAyeTTCH2-nSfN7Gvg", 42, AT)),
                new Sample(
                        "replica-state",
                        new ReplicaState(
                                PRODUCT, 7, "{\"a\":1}", AT, SessionTicket.of("log", new WritePosition(3, 41)))),
                new Sample("replicas-through", new ReplicasThrough(3, 42, AT, Set.of("products"))),
                new Sample(
                        "purge-change",
                        new PurgeIssued(
                                ID,
                                List.of(new Scope.Resource(PRODUCT, 7), new Scope.Tag("products:list")),
                                PurgeIssued.Mode.HARD,
                                Set.of(),
                                PurgeIssued.Cause.CHANGE,
                                AT,
                                AT)),
                new Sample(
                        "purge-operator",
                        new PurgeIssued(
                                ID,
                                List.of(new Scope.Url("/a?b=c"), new Scope.Prefix("/api"), new Scope.Everything()),
                                PurgeIssued.Mode.SOFT,
                                Set.of("eu"),
                                PurgeIssued.Cause.OPERATOR,
                                AT,
                                null)),
                new Sample(
                        "heartbeat",
                        new Heartbeat(AT, "uXYtWAyeTTCH2-nSfN7Gvg", 12, Map.of(3, new Heartbeat.Watermark(42, AT)))),
                new Sample(
                        "gateway-status",
                        new GatewayStatus(
                                "eu-1",
                                "eu",
                                "fra",
                                AT,
                                "uXYtWAyeTTCH2-nSfN7Gvg",
                                99,
                                true,
                                List.of(new GatewayStatus.Receipt(ID, 98, 4)),
                                new GatewayStatus.CacheStats(10, 2048, 7, 3))));
    }

    private static WriteRequested write(Operation operation, @Nullable String payload, Precondition precondition) {
        return new WriteRequested(ID, PRODUCT, operation, payload, precondition, "caller", "ab12", AT, "eu");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void encodesAsTheFrozenSample(Sample sample) throws IOException {
        assertThat(new String(codec.encode(sample.event()), UTF_8)).isEqualTo(frozen(sample));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsTheFrozenSample(Sample sample) throws IOException {
        assertThat(codec.decode(frozen(sample).getBytes(UTF_8), Event.class))
                .isEqualTo(new Decoded.Value<>(sample.event()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void ignoresMembersThatANewerSenderAdded(Sample sample) throws IOException {
        String extended = frozen(sample).replaceFirst("\\{", "{\"later\":{\"a\":[1]},");
        assertThat(codec.decode(extended.getBytes(UTF_8), Event.class)).isEqualTo(new Decoded.Value<>(sample.event()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aTruncatedRecordIsAValueNotAnException(Sample sample) throws IOException {
        byte[] whole = frozen(sample).getBytes(UTF_8);
        for (int length = 0; length < whole.length; length++) {
            assertThat(codec.decode(Arrays.copyOf(whole, length), Event.class)).isInstanceOf(Decoded.Unreadable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{}",
                "{\"v\":2,\"type\":\"AppliedThrough\",\"partition\":0,\"nextOffset\":0,\"asOf\":\"2026-01-02T03:04:05Z\"}",
                "{\"v\":\"1\",\"type\":\"AppliedThrough\",\"partition\":0,\"nextOffset\":0,\"asOf\":\"2026-01-02T03:04:05Z\"}",
                "{\"v\":1,\"type\":\"Unheard\"}",
                "{\"v\":1,\"type\":\"AppliedThrough\"}",
                "{\"v\":1,\"type\":\"AppliedThrough\",\"partition\":-1,\"nextOffset\":0,\"asOf\":\"2026-01-02T03:04:05Z\"}",
                "{\"v\":1,\"type\":\"WriteRequested\"}",
                "{\"v\":1,\"type\":\"PurgeIssued\",\"scopes\":null}",
                "{\"v\":1,\"type\":\"PurgeIssued\",\"scopes\":[]}",
            })
    void whatIsNotAnEventIsUnreadable(String text) {
        assertThat(codec.decode(text.getBytes(UTF_8), Event.class)).isInstanceOf(Decoded.Unreadable.class);
    }

    @Test
    void aTombstoneIsUnreadable() {
        assertThat(codec.decode(null, Event.class)).isInstanceOf(Decoded.Unreadable.class);
    }

    @Test
    void anEventOfAnotherTopicDoesNotBelong() {
        byte[] bytes = codec.encode(new AppliedThrough(0, "log", 0, AT));
        assertThat(codec.decode(bytes, PurgeLogRecord.class))
                .isEqualTo(new Decoded.Unreadable<>("AppliedThrough does not belong here"));
    }

    @Test
    void theReasonNeverQuotesTheContent() {
        byte[] bytes = "{\"v\":1,\"type\":\"WriteRequested\",\"resource\":\"secret@person\"}".getBytes(UTF_8);
        assertThat(codec.decode(bytes, Event.class).toString()).doesNotContain("secret");
    }

    @Property
    void anyBytesDecodeToAValue(@ForAll byte[] bytes) {
        assertThat(codec.decode(bytes, Event.class)).isInstanceOf(Decoded.Unreadable.class);
    }

    private static String frozen(Sample sample) throws IOException {
        try (InputStream file = EventCodecTest.class.getResourceAsStream("/events/" + sample.name() + ".json")) {
            assertThat(file).as("frozen sample %s", sample.name()).isNotNull();
            return new String(file.readAllBytes(), UTF_8).strip();
        }
    }
}

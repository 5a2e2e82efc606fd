package dev.tideline.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.gateway.policy.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrameTest {

    private static final Entry ENTRY = TestingEntries.entry(
            "/api/products/p1?v=1",
            Fields.of("Accept-Language", "de"),
            "{\"name\":\"Töpfe\"}",
            Fields.of("Content-Type", "application/json", "ETag", "\"v7\"", "Vary", "Accept-Language"));

    private static void assertSame(Entry left, Entry right) {
        assertThat(left.key()).isEqualTo(right.key());
        assertThat(left.response()).isEqualTo(right.response());
        assertThat(left.body()).isEqualTo(right.body());
        assertThat(left.trailers()).isEqualTo(right.trailers());
        assertThat(left.mark().scopes()).isEqualTo(right.mark().scopes());
        assertThat(left.mark().stamp()).isEqualTo(right.mark().stamp());
        assertThat(left.mark().version()).isEqualTo(right.mark().version());
    }

    @Test
    void anEntryComesBackAsItWas() throws CorruptFrame {
        assertSame(Frame.read(Frame.write(ENTRY), ENTRY.key()), ENTRY);
    }

    @Test
    void aFrameOfAsciiIsAsLongAsItWasThoughtToBe() {
        Entry ascii = TestingEntries.entry(
                "/a?v=1",
                Fields.of("Accept-Language", "de"),
                "body",
                Fields.of("Content-Type", "text/plain", "Vary", "Accept-Language"));
        assertThat(Frame.write(ascii)).hasSize(Frame.size(ascii));
    }

    @Property(tries = 200)
    void anyTextAndBodyComeBackAsTheyWere(@ForAll String body, @ForAll String value, @ForAll @IntRange(max = 5) int n)
            throws CorruptFrame {
        Fields.Builder fields = Fields.builder().add("Cache-Control", "max-age=60");
        for (int i = 0; i < n; i++) {
            fields.add("X-" + i, latin(value));
        }
        Entry entry = TestingEntries.entry("/x", Fields.empty(), body, fields.build());
        assertSame(Frame.read(Frame.write(entry), entry.key()), entry);
    }

    /** Header values are bytes, which the server reads as ISO-8859-1. */
    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Test
    void everyFlippedBitOfEveryByteIsFound() {
        byte[] frame = Frame.write(ENTRY);
        for (int at = 0; at < frame.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = frame.clone();
                flipped[at] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> Frame.read(flipped, ENTRY.key()))
                        .as("byte %d, bit %d", at, bit)
                        .isInstanceOf(CorruptFrame.class);
            }
        }
    }

    @Property(tries = 500)
    void whateverIsWrittenOverAnyByteOfAnyEntryIsFound(
            @ForAll String body, @ForAll("changes") int change, @ForAll @IntRange(max = 1_000_000) int where) {
        Entry entry = TestingEntries.entry("/x", Fields.empty(), body, Fields.of("Cache-Control", "max-age=60"));
        byte[] frame = Frame.write(entry);
        frame[where % frame.length] ^= (byte) change;
        assertThatThrownBy(() -> Frame.read(frame, entry.key())).isInstanceOf(CorruptFrame.class);
    }

    @Provide
    Arbitrary<Integer> changes() {
        return Arbitraries.integers().between(1, 255);
    }

    @Test
    void everyCutIsFound() {
        byte[] frame = Frame.write(ENTRY);
        for (int length = 0; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThatThrownBy(() -> Frame.read(cut, ENTRY.key())).isInstanceOf(CorruptFrame.class);
        }
        assertThatThrownBy(() -> Frame.read(Arrays.copyOf(frame, frame.length + 1), ENTRY.key()))
                .isInstanceOf(CorruptFrame.class);
    }

    @Test
    void anIntactEntryUnderAnotherKeyIsFound() {
        Entry other = TestingEntries.entry("/api/products/p2", "two");
        assertThatThrownBy(() -> Frame.read(Frame.write(other), ENTRY.key())).isInstanceOf(CorruptFrame.class);
    }

    @Property(tries = 500)
    void foreignBytesAreNeverAnEntry(@ForAll byte[] bytes) {
        assertThatThrownBy(() -> Frame.read(bytes, ENTRY.key())).isInstanceOf(CorruptFrame.class);
    }

    @Test
    void anIndexIsNoEntryAndAnEntryIsNoIndex() {
        VariantIndex index = new VariantIndex("g", List.of());
        assertThatThrownBy(() -> Frame.read(index.write(ENTRY.key()), ENTRY.key()))
                .isInstanceOf(CorruptFrame.class);
        assertThatThrownBy(() -> VariantIndex.read(Frame.write(ENTRY), ENTRY.key()))
                .isInstanceOf(CorruptFrame.class);
    }
}

package dev.tideline.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NameTableTest {

    private final NameTable table = new NameTable();

    private static String copy(String text) {
        return new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
    }

    @Test
    void equalNamesBecomeOneAndSpellingsStay() {
        String first = table.shared(copy("Content-Type"));
        assertThat(table.shared(copy("Content-Type"))).isSameAs(first);
        assertThat(table.shared("content-type")).isEqualTo("content-type");
    }

    @Test
    void namesThatAnOriginMakesUpDoNotFillTheMemory() {
        for (int i = 0; i < 5000; i++) {
            table.shared("X-" + i);
        }
        String late = copy("X-Late");
        assertThat(table.shared(copy("X-Late"))).isEqualTo(late).isNotSameAs(table.shared(late));
        assertThat(table.shared("X-1")).isSameAs(table.shared(copy("X-1")));
        String giant = "X-" + "g".repeat(100);
        assertThat(new NameTable().shared(giant)).isSameAs(giant);
    }

    @Test
    void storedResponsesShareTheirNames() {
        Fields one = Fields.of(copy("ETag"), "a").shared();
        Fields other = Fields.of(copy("ETag"), "b").shared();
        assertThat(one.name(0)).isSameAs(other.name(0));
        assertThat(one).isEqualTo(Fields.of("ETag", "a"));
    }
}

package dev.tideline.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ValueTableTest {

    private final ValueTable table = new ValueTable();

    private static String copy(String text) {
        return new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
    }

    @Test
    void equalValuesBecomeOne() {
        String first = table.shared(copy("text/html"));
        assertThat(table.shared(copy("text/html"))).isSameAs(first);
        assertThat(table.shared("Text/html")).isEqualTo("Text/html");
    }

    @Test
    void valuesThatDifferAreNeverTakenForEachOther() {
        for (int i = 0; i < 20_000; i++) {
            assertThat(table.shared("\"" + i + "\"")).isEqualTo("\"" + i + "\"");
        }
        // Equal hashes, one place.
        assertThat(table.shared("Aa")).isEqualTo("Aa");
        assertThat(table.shared("BB")).isEqualTo("BB");
        assertThat(table.shared("Aa")).isEqualTo("Aa");
    }

    @Test
    void longValuesAreNotKept() {
        String giant = "g".repeat(100);
        assertThat(table.shared(giant)).isSameAs(giant);
        assertThat(table.shared(copy(giant))).isNotSameAs(giant);
    }

    @Test
    void storedResponsesShareTheirValues() {
        Fields one = Fields.of("Content-Type", copy("text/plain")).shared();
        Fields other = Fields.of("Content-Type", copy("text/plain")).shared();
        assertThat(one.value(0)).isSameAs(other.value(0));
        assertThat(one).isEqualTo(Fields.of("Content-Type", "text/plain"));
    }
}

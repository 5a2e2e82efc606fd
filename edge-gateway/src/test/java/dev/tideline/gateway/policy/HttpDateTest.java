package dev.tideline.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §5.6.7. */
class HttpDateTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Sun, 06 Nov 1994 08:49:37 GMT  | 784111777000
                    sun, 06 NOV 1994 08:49:37 gMT  | 784111777000
                    Sunday, 06-Nov-94 08:49:37 GMT | 784111777000
                    Sun Nov  6 08:49:37 1994       | 784111777000
                    Thursday, 18-Aug-50 02:01:18 GMT | 2544400878000
                    Sat, 31 Dec 2016 23:59:60 GMT  | 1483228799000
                    Thu, 01 Jan 1900 00:00:00 GMT  | 0
                    """)
    void allThreeFormsAreRead(String text, long ms) {
        assertThat(HttpDate.parse(text)).isEqualTo(ms);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Son, 06 Nov 1994 08:49:37 GMT",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 94 08:49:37 GMT",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, ٠٦ Nov 1994 08:49:37 GMT"
            })
    void everythingElseIsNoDate(String text) {
        assertThat(HttpDate.parse(text)).isEqualTo(-1);
    }

    @Test
    void writingAndReadingAreInverse() {
        assertThat(HttpDate.format(784111777000L)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @Property(tries = 500)
    void theUsualFormIsReadAsTheOthersAre(@ForAll @LongRange(max = 253_402_300_799L) long seconds) {
        String text = HttpDate.format(1000 * seconds);
        assertThat(HttpDate.parse(text)).isEqualTo(1000 * seconds);
        assertThat(HttpDate.parse(text.toLowerCase(Locale.ROOT))).isEqualTo(1000 * seconds);
    }
}

package dev.tideline.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTicketTest {

    private static final String LOG = "Mk3OEYBSD34fcwNTJENDM2";

    @Test
    void itIsWrittenWithItsPartitionsInOrder() {
        SessionTicket ticket = SessionTicket.of(LOG, new WritePosition(5, 200)).with(new WritePosition(3, 17));

        assertThat(ticket).hasToString("1.Mk3OEYBSD34fcwNTJENDM2.3:17,5:200");
    }

    @Test
    void aLaterWriteOfAPartitionReplacesTheEarlierButNeverTheOtherWayRound() {
        SessionTicket ticket = SessionTicket.of(LOG, new WritePosition(3, 17));

        assertThat(ticket.with(new WritePosition(3, 20)).positions()).containsExactly(Map.entry(3, 20L));
        assertThat(ticket.with(new WritePosition(3, 2)).positions()).containsExactly(Map.entry(3, 17L));
    }

    @Test
    void twoTicketsTogetherAskForWhateverEitherDoes() {
        SessionTicket mine = new SessionTicket(LOG, Map.of(1, 10L, 2, 20L));
        SessionTicket seen = new SessionTicket(LOG, Map.of(2, 19L, 3, 30L));

        assertThat(mine.and(seen).positions()).containsExactlyInAnyOrderEntriesOf(Map.of(1, 10L, 2, 20L, 3, 30L));
        assertThat(mine.and(mine)).isSameAs(mine);
        assertThat(mine.and(new SessionTicket("another", Map.of(3, 30L)))).isSameAs(mine);
    }

    @Test
    void aTicketThatIsFullStaysReadable() {
        SessionTicket full = new SessionTicket(
                LOG,
                IntStream.range(0, SessionTicket.MAX_POSITIONS)
                        .boxed()
                        .collect(Collectors.toMap(i -> 999_000 + i, i -> 999_999_999_999_999_999L)));

        assertThat(full.and(new SessionTicket(LOG, Map.of(1, 1L)))).isSameAs(full);
        assertThat(SessionTicket.parse(full.toString())).isEqualTo(new SessionTicket.Readable(full));
    }

    @Property
    void whatIsWrittenIsReadBack(
            @ForAll @Size(min = 1, max = 20)
                    Map<@IntRange(max = 999_999) Integer, @LongRange(max = 999_999_999_999_999_999L) Long> positions) {
        SessionTicket ticket = new SessionTicket(LOG, positions);

        assertThat(SessionTicket.parse(ticket.toString())).isEqualTo(new SessionTicket.Readable(ticket));
    }

    @Property
    void anyTextIsAValue(@ForAll String text) {
        assertThat(SessionTicket.parse(text)).isNotNull();
        assertThat(SessionTicket.parse("1." + LOG + "." + text)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.log",
                "1.log.",
                "2.log.1:1",
                "1..1:1",
                "1.lo g.1:1",
                "1.log.1:1,",
                "1.log.1",
                "1.log.-1:1",
                "1.log.1:-1",
                "1.log.01:1",
                "1.log.1:9999999999999999999",
                "1.log.9999999:1",
                "1.log.1:1.x"
            })
    void whatIsNotATicketIsMalformed(String text) {
        assertThat(SessionTicket.parse(text)).isInstanceOf(SessionTicket.Malformed.class);
    }

    @Test
    void aHugeOneIsMalformed() {
        String many = IntStream.rangeClosed(0, SessionTicket.MAX_POSITIONS)
                .mapToObj(i -> i + ":1")
                .collect(Collectors.joining(","));

        assertThat(SessionTicket.parse("1." + LOG + "." + many)).isInstanceOf(SessionTicket.Malformed.class);
        assertThat(SessionTicket.parse("1." + LOG + "." + "1:1,".repeat(5000) + "1:1"))
                .isInstanceOf(SessionTicket.Malformed.class);
    }
}

package dev.tideline.local.check.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.check.plan.WriteFaults.Fault;
import dev.tideline.local.check.plan.WriteFaults.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WriteFaultsTest {

    @Test
    void everyKindComesBeforeAnyComesAgain() {
        List<Kind> kinds = faults(3, EnumSet.allOf(Kind.class)).map(Fault::kind).toList();
        assertThat(kinds.subList(0, 5)).containsExactlyInAnyOrder(Kind.values());
        assertThat(kinds.subList(5, 10)).containsExactlyInAnyOrder(Kind.values());
    }

    @Test
    void aSeedPlaysTheSameAgain() {
        Set<Kind> all = EnumSet.allOf(Kind.class);
        assertThat(faults(3, all)).containsExactlyElementsOf(faults(3, all).toList());
        assertThat(faults(4, all).toList()).isNotEqualTo(faults(3, all).toList());
    }

    @Test
    void onlyWhatMayBreakBreaks() {
        assertThat(faults(3, Set.of(Kind.KAFKA_PAUSED)).map(Fault::kind)).containsOnly(Kind.KAFKA_PAUSED);
    }

    private static Stream<Fault> faults(long seed, Set<Kind> kinds) {
        return Stream.generate(new WriteFaults(seed, kinds, Duration.ofSeconds(4))::next)
                .limit(10);
    }
}

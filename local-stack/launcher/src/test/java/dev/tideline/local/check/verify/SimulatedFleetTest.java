package dev.tideline.local.check.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.check.verify.SimulatedFleet.Bug;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the rules say of fleets that do it right, and of fleets that make one mistake. */
class SimulatedFleetTest {

    private static final long TEN_SECONDS = 10_000;

    @Test
    void aFleetThatDoesItRightBreaksNoPromise() {
        assertThat(LongStream.range(0, 100)).allSatisfy(seed -> {
            Verdict verdict = Verdict.of(new SimulatedFleet(seed, Bug.NONE).play(TEN_SECONDS));
            assertThat(verdict.first()).isEmpty();
            assertThat(verdict.findings().getFirst().judgement().judged()).isPositive();
        });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void eachMistakeShowsAsAnAnswerFromBeforeAnAppliedPurge(Bug bug) {
        assertThat(LongStream.range(0, 20)).allSatisfy(seed -> {
            Verdict verdict = Verdict.of(new SimulatedFleet(seed, bug).play(TEN_SECONDS));
            assertThat(verdict.findings().getFirst().judgement().first()).isPresent();
        });
    }
}

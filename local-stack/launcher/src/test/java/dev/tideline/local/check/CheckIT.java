package dev.tideline.local.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.plan.Disturbance;
import dev.tideline.local.check.plan.FaultPlan;
import dev.tideline.local.check.plan.FaultPlan.Outage;
import dev.tideline.local.check.verify.Violation;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StartCaches;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole suite as processes, from the jars of this build. */
class CheckIT {

    private static final Path ROOT = Path.of(System.getProperty("tideline.root", "../.."));
    private static final long SEED = 42;
    private static final Duration SHORT = Duration.ofSeconds(8);

    @TempDir
    private Path directory;

    @Test
    void aRunInWhichEverythingBreaksKeepsEveryPromise() {
        Check.Result result = run(check(Duration.ofSeconds(20)));
        assertThat(result.verdict().holds()).as(told(result)).isTrue();
        assertThat(result.verdict().untested()).as(told(result)).isEmpty();
    }

    /** Answers are held back, so that purges overtake them. */
    @Test
    void entriesThatAreStampedTooLateAreFound() {
        assertFound(
                run(planted("no-as-of", new Disturbance.SlowOrigin(Duration.ofMillis(50), Duration.ofMillis(400)))));
    }

    /** A replica lags, so that answers from before a change come after its purge. */
    @Test
    void aGatewayThatKeepsALaggingReplicasAnswersIsFound() {
        assertFound(run(planted("no-floor", new Disturbance.OldOrigin(0.5))));
    }

    @Test
    void aGatewayThatDoesNotCheckAgainIsFound() {
        assertFound(run(check(SHORT).withPlantedBug("no-lookup-check", (_, _) -> FaultPlan.none())));
    }

    private Check check(Duration length) {
        StartCaches.serve(ROOT, directory);
        return Check.of(ROOT, directory, SEED, length);
    }

    private Check planted(String bug, Disturbance.OfOrigin provoking) {
        Outage outage = new Outage(Duration.ofSeconds(1), SHORT.minusSeconds(2), provoking);
        return check(SHORT).withPlantedBug(bug, (_, _) -> new FaultPlan(List.of(outage)));
    }

    private static Check.Result run(Check check) {
        return check.run(Progress.SILENT, _ -> {});
    }

    /** By an answer that is older than a purge its instance had applied, and with the receipt as evidence. */
    private static void assertFound(Check.Result result) {
        assertThat(result.verdict().findings().getFirst().judgement().first())
                .as(told(result))
                .get()
                .extracting(Violation::evidence)
                .asInstanceOf(InstanceOfAssertFactories.list(Fact.class))
                .hasAtLeastOneElementOfType(Fact.PurgeLogged.class)
                .hasAtLeastOneElementOfType(Fact.Receipt.class)
                .hasAtLeastOneElementOfType(Fact.Read.class);
    }

    private static String told(Check.Result result) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new Report(new PrintStream(text, true, UTF_8)).print(result.history(), result.verdict(), SEED);
        return text.toString(UTF_8);
    }
}

package dev.tideline.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.chaos.Seen.Kind;
import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.LauncherJvm;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.StartCaches;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole suite as processes, from the jars of this build; one stack for everything that is broken. */
class ChaosIT {

    private static final Path ROOT = Path.of(System.getProperty("tideline.root", "../.."))
            .toAbsolutePath()
            .normalize();
    private static final Chaos.Pace PACE = new Chaos.Pace(Duration.ofSeconds(1), Duration.ofSeconds(4));

    @TempDir
    private static Path directory;

    private static LauncherJvm launcher;
    private static LocalStack stack;

    @BeforeAll
    static void start() throws Exception {
        StartCaches.serve(ROOT, directory);
        List<String> arguments = new ArrayList<>(List.of("--dir", directory.toString()));
        // Low enough for a flood to reach it in seconds.
        arguments.addAll(List.of("--gateway", "tideline.writes.queue.close-above-records=800"));
        arguments.addAll(List.of("--gateway", "tideline.writes.queue.reopen-below-records=300"));
        // Clients look five times a second, and get this long to do so on a busy machine.
        arguments.addAll(List.of("--gateway", "tideline.stop.notice=5s"));
        launcher = LauncherJvm.up(ROOT, Addresses.free(), arguments).awaitUp();
        stack = LocalStack.attach(directory);
    }

    @AfterAll
    static void stop() {
        stack.close();
        launcher.close();
    }

    /** All there are; {@code -Dtideline.scenarios=kafka-paused,slow-origin} plays some. */
    static List<Scenario> chosen() {
        String names = System.getProperty("tideline.scenarios", "all");
        return names.equals("all")
                ? List.of(Scenario.values())
                : Stream.of(names.split(",", -1)).map(Scenario::named).toList();
    }

    @ParameterizedTest
    @MethodSource("chosen")
    void noReadOfCachedDataFailsAndNoAcceptedWriteIsLost(Scenario scenario) {
        List<String> story = new CopyOnWriteArrayList<>();
        Outcome outcome = new Chaos(stack, directory, PACE, story::add).play(scenario);

        story.forEach(System.out::println);
        assertThat(outcome.broken()).as(String.join("\n", story)).isEmpty();
        if (scenario == Scenario.WRITE_FLOOD) {
            assertThat(outcome.seen()).extracting(Seen::kind).contains(Kind.REFUSED);
        }
    }
}

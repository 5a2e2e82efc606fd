package dev.tideline.local.check;

import dev.tideline.local.check.verify.Timeline;
import dev.tideline.local.cli.Place;
import dev.tideline.local.stack.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a check; exit status 0 only if every promise held. */
@Command(
        name = "check",
        description = "Break things under load and verify what every reader saw; starts a stack of its own.",
        mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Option(names = "--seed", paramLabel = "<number>", description = "plays the steps and faults of this seed")
    private @Nullable Long seed;

    @Option(
            names = "--seconds",
            paramLabel = "<number>",
            defaultValue = "60",
            description = "length of the run, without start and end (default: 60)")
    private int seconds;

    @Option(
            names = "--planted-bug",
            hidden = true,
            description = "a bug for the gateways to have: no-as-of, no-floor, no-lookup-check")
    private @Nullable String plantedBug;

    @Option(
            names = "--writes",
            paramLabel = "<number>",
            arity = "0..1",
            fallbackValue = "200000",
            description = "check the write path only: this many acknowledged writes (200000) by 8 clients, while the"
                    + " processor, Postgres and Kafka are killed and paused")
    private @Nullable Long writes;

    @Override
    public Integer call() throws IOException {
        PrintStream out = System.out;
        Path directory = place.directory().resolve("check");
        System.setProperty(
                "tideline.log", directory.resolve("logs/launcher.log").toString());
        Long chosen = seed;
        long playing = chosen == null ? ThreadLocalRandom.current().nextInt(1_000_000) : chosen;
        Path caches = place.directory().resolve("app");
        out.println("  starting a stack in " + directory);
        Long many = writes;
        Check.Result result = many == null
                ? coherence(directory, caches, playing, out)
                : WriteCheck.of(place.root(), directory, playing, many)
                        .withCaches(caches)
                        .run(line -> out.println("  " + line));
        new Report(out).print(result.history(), result.verdict(), playing);
        Path whole = directory.resolve("history.txt");
        try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(whole))) {
            Timeline.of(result.history()).forEach(writer::println);
        }
        out.println("All that happened is in " + whole);
        return result.verdict().holds() ? 0 : 1;
    }

    private Check.Result coherence(Path directory, Path caches, long playing, PrintStream out) {
        Check check = Check.of(place.root(), directory, playing, Duration.ofSeconds(seconds))
                .withCaches(caches);
        Check planted = Optional.ofNullable(plantedBug)
                .map(bug -> check.withPlantedBug(bug, check.faults()))
                .orElse(check);
        return planted.run(Progress.SILENT, line -> out.println("  " + line));
    }
}

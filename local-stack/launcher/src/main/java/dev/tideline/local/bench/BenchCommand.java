package dev.tideline.local.bench;

import dev.tideline.local.cli.Place;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures; its exit status says only whether it could. */
@Command(
        name = "bench",
        description = "Measure hits against nginx, Varnish, HAProxy and LocalResponseCache; starts a stack of its own.",
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Option(names = "--rounds", paramLabel = "<number>", defaultValue = "3", description = "default: 3")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "<number>",
            defaultValue = "5",
            description = "length of one measurement (default: 5)")
    private int seconds;

    @Override
    public Integer call() {
        PrintStream out = System.out;
        Path directory = place.directory().resolve("bench");
        System.setProperty(
                "tideline.log", directory.resolve("logs/launcher.log").toString());
        HitsBench bench = new HitsBench(place.root(), directory, rounds, Duration.ofSeconds(seconds));
        Figures figures = bench.run(line -> out.println("  " + line));
        figures.print(out);
        Path json = directory.resolve("hits.json");
        figures.write(json);
        out.println("\nEach run is in " + json);
        return 0;
    }
}

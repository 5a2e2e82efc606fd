package dev.tideline.local.bench;

import dev.tideline.local.cli.Place;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Measures; its exit status says only whether it could. */
@Command(
        name = "bench",
        description =
                "Measure the gateway beside nginx, Varnish, HAProxy and LocalResponseCache; starts a stack of its own.",
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {

    /** What can be measured; names as a person types them, in lower case. */
    enum Name {
        HITS,
        L2,
        MISSES,
        TRACE,
        MEMORY,
        START,
        H2,
        GROWTH,
        PROFILE
    }

    @Mixin
    private Place place = new Place();

    @Parameters(
            arity = "0..1",
            paramLabel = "<name>",
            defaultValue = "hits",
            description =
                    "hits: hits a second; l2: hits of the second tier beside the first's; misses: what a cache adds to"
                            + " the way to the origin; trace: the hit ratio of a Zipf trace under purges; memory: bytes for each"
                            + " cached object; start: from the start of a gateway until it is ready; h2: hits over HTTP/2;"
                            + " growth: what hits and memory cost as documents become more; profile: where the time of hits"
                            + " goes (default: hits)")
    private Name name = Name.HITS;

    @Option(names = "--rounds", paramLabel = "<number>", defaultValue = "3", description = "default: 3")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "<number>",
            defaultValue = "5",
            description = "hits: length of one measurement (default: 5)")
    private int seconds;

    @Option(
            names = "--keys",
            paramLabel = "<number>",
            defaultValue = "1000000",
            description = "trace: documents there are (default: 1000000)")
    private int keys;

    @Override
    public Integer call() {
        PrintStream out = System.out;
        Path directory = place.directory().resolve("bench");
        System.setProperty(
                "tideline.log", directory.resolve("logs/launcher.log").toString());
        BenchPlace here = new BenchPlace(place.root(), directory, line -> out.println("  " + line));
        Result result =
                switch (name) {
                    case HITS -> new HitsBench(here, rounds, Duration.ofSeconds(seconds)).run();
                    case L2 -> new SecondTierBench(here, rounds).run();
                    case MISSES -> new MissesBench(here, rounds).run();
                    case TRACE -> new TraceBench(here, keys).run();
                    case MEMORY -> new MemoryBench(here).run();
                    case START -> new StartBench(here, rounds).run();
                    case H2 -> new H2Bench(here, rounds, Duration.ofSeconds(seconds)).run();
                    case GROWTH -> new GrowthBench(here, rounds).run();
                    case PROFILE -> new ProfileBench(here, Duration.ofSeconds(seconds)).run();
                };
        result.tables().forEach(table -> table.print(out));
        result.notes().forEach(note -> out.println("\n" + note));
        String file = name.name().toLowerCase(Locale.ROOT);
        write(result.runs(), directory.resolve(file + ".json"));
        out.println("\nEach run is in " + directory.resolve(file + ".json"));
        result.drawings().forEach((which, drawing) -> {
            Path drawn = directory.resolve(file + (which.isEmpty() ? "" : "-" + which) + ".svg");
            drawing.draw(drawn);
            out.println("Drawn in " + drawn);
        });
        return 0;
    }

    private static void write(Object runs, Path file) {
        try {
            Files.write(
                    file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(runs));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

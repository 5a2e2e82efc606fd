package dev.tideline.local.cli;

import dev.tideline.local.stack.StackException;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.placement.Explanation;
import dev.tideline.placement.Placement;
import dev.tideline.placement.PlacementFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Questions about the placement file. Needs no running stack. */
@Command(
        name = "placement",
        description = "Ask what the placement file says.",
        mixinStandardHelpOptions = true,
        subcommands = PlacementCommand.Explain.class)
public final class PlacementCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        System.err.println("tideline placement explain <url> prints what applies to a URL in each region, and why");
        return 2;
    }

    /** What applies to one URL, region by region. */
    @Command(
            name = "explain",
            description = "Print what applies to a URL in each region, and why.",
            mixinStandardHelpOptions = true)
    public static final class Explain implements Callable<Integer> {
        @Parameters(paramLabel = "<url>", description = "a path such as /api/customers/c1, or a gateway's whole URL")
        private String url = "";

        @Option(names = "--placement", paramLabel = "<file>", description = "another placement file")
        private @Nullable Path file;

        /** @return 1 where the URL leads to no collection of the file */
        @Override
        public Integer call() {
            Path chosen = file;
            Placement placement =
                    PlacementFile.read(chosen == null ? StackSettings.standardPlacement(new Place().root()) : chosen);
            List<Explanation> explanations = explain(placement);
            explanations.forEach(Explain::print);
            return explanations.getFirst().regions().isEmpty() ? 1 : 0;
        }

        private static void print(Explanation explanation) {
            System.out.println(Ansi.AUTO.string("@|bold " + explanation.subject() + "|@"));
            for (Explanation.Region region : explanation.regions()) {
                System.out.printf("  %-10s reads   %s%n", region.name(), region.reads());
                System.out.printf("  %-10s writes  %s%n", "", region.writes());
            }
        }

        private List<Explanation> explain(Placement placement) {
            try {
                return Explanation.of(placement, url);
            } catch (IllegalArgumentException malformed) {
                throw new StackException("'" + url + "' is no URL; a path such as /api/customers/c1 is enough");
            }
        }
    }
}

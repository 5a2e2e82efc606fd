package dev.tideline.local.cli;

import dev.tideline.local.stack.LogTail;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Workspace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the ends of logs, and follows them if asked. */
@Command(name = "logs", description = "Show the logs of one part or of all services.", mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
    private static final long PAUSE_MILLIS = 200;

    @Mixin
    private Place place = new Place();

    @Parameters(
            arity = "0..*",
            paramLabel = "<part>",
            description = "such as origin, eu-1, kafka; all services without")
    private List<String> names = List.of();

    @Option(
            names = {"-f", "--follow"},
            description = "go on with what is written next, until Ctrl-C")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            description = "how many lines of each at first (default: ${DEFAULT-VALUE})")
    private int lines = 40;

    @Override
    public Integer call() throws InterruptedException {
        Workspace workspace = place.workspace();
        List<Part> parts = names.isEmpty()
                ? Arrays.stream(Part.values()).filter(Part::isService).toList()
                : names.stream().map(Part::named).toList();
        List<LogFollower> followers = parts.stream()
                .map(part -> new LogFollower(workspace.log(part), prefix(part, parts.size())))
                .toList();
        for (Part part : parts) {
            show(part, workspace.log(part), parts.size());
        }
        while (follow) {
            followers.forEach(follower -> follower.fresh().forEach(System.out::println));
            Thread.sleep(PAUSE_MILLIS);
        }
        return 0;
    }

    private void show(Part part, Path log, int parts) {
        List<String> last = LogTail.last(log, lines);
        if (last.isEmpty()) {
            System.out.println(Ansi.AUTO.string("@|faint " + part.title() + " has no log yet: " + log + "|@"));
        }
        last.forEach(line -> System.out.println(prefix(part, parts) + line));
    }

    private static String prefix(Part part, int parts) {
        return parts == 1 ? "" : String.format("%-21s | ", part.title());
    }
}

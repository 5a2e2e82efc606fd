package dev.tideline.local;

import dev.tideline.backends.BackendException;
import dev.tideline.local.bench.BenchCommand;
import dev.tideline.local.chaos.ChaosCommand;
import dev.tideline.local.check.CheckCommand;
import dev.tideline.local.cli.DemoCommand;
import dev.tideline.local.cli.DownCommand;
import dev.tideline.local.cli.KafkaCommand;
import dev.tideline.local.cli.LogsCommand;
import dev.tideline.local.cli.PartCommand;
import dev.tideline.local.cli.PlacementCommand;
import dev.tideline.local.cli.RecordCommand;
import dev.tideline.local.cli.ResetCommand;
import dev.tideline.local.cli.StatusCommand;
import dev.tideline.local.cli.UpCommand;
import dev.tideline.local.stack.StackException;
import dev.tideline.placement.PlacementException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The command line of the local stack. */
@Command(
        name = "tideline",
        description = "Tideline on this machine: Kafka, Redis, Postgres, the four services, three gateways.",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            DownCommand.class,
            DemoCommand.class,
            CheckCommand.class,
            ChaosCommand.class,
            PlacementCommand.class,
            BenchCommand.class,
            ResetCommand.class,
            PartCommand.Start.class,
            PartCommand.Stop.class,
            PartCommand.Kill.class,
            RecordCommand.class,
            KafkaCommand.class
        })
public final class Tideline {

    private Tideline() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /**
     * Runs one command.
     *
     * @return 0 when all went well, 1 after one line that says what did not, 2 for a wrong command line
     */
    static int run(String... args) {
        return new CommandLine(new Tideline())
                .setExecutionExceptionHandler((e, _, _) -> explain(e))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    private static int explain(Exception failure) throws Exception {
        switch (failure) {
            case StackException e -> {
                say(e.getMessage());
                e.details().forEach(line -> System.err.println("    " + line));
            }
            case BackendException e -> say(e.getMessage());
            case PlacementException e -> String.valueOf(e.getMessage()).lines().forEach(Tideline::say);
            default -> throw failure; // a fault of ours: the stack trace is the report
        }
        return 1;
    }

    private static void say(String line) {
        System.err.println(Ansi.AUTO.string("@|bold,red tideline:|@ ") + line);
    }
}

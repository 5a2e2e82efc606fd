package dev.tideline.local.chaos;

import dev.tideline.local.cli.Place;
import dev.tideline.local.stack.LocalStack;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Breaks the running stack; exit status 0 only if every promise held. */
@Command(
        name = "chaos",
        description = "Break a part of the running stack, show what clients see, and mend it.",
        mixinStandardHelpOptions = true)
public final class ChaosCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Parameters(
            paramLabel = "list | all | <name>",
            defaultValue = "list",
            description = "list shows what can be broken; all breaks one thing after the other")
    private String name = "list";

    @Option(
            names = "--seconds",
            paramLabel = "<number>",
            defaultValue = "8",
            description = "for how long it is broken (default: 8)")
    private int seconds;

    @Override
    public Integer call() {
        if (name.equals("list")) {
            for (Scenario scenario : Scenario.values()) {
                System.out.printf(
                        "  %-20s %s%n  %-20s → %s%n", scenario.title(), scenario.breaks(), "", scenario.expected());
            }
            return 0;
        }
        List<Scenario> chosen = name.equals("all") ? Arrays.asList(Scenario.values()) : List.of(Scenario.named(name));
        try (LocalStack stack = LocalStack.attach(place.directory())) {
            Chaos.Pace pace = new Chaos.Pace(Duration.ofSeconds(3), Duration.ofSeconds(seconds));
            Chaos chaos = new Chaos(stack, place.directory(), pace, line -> System.out.println("  " + line));
            long broken = chosen.stream()
                    .map(chaos::play)
                    .filter(outcome -> !outcome.broken().isEmpty())
                    .count();
            return broken == 0 ? 0 : 1;
        }
    }
}

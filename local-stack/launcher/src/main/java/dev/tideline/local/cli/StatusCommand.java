package dev.tideline.local.cli;

import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.PartStatus;
import dev.tideline.local.stack.StackStatus;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;

/** A table of what runs; exit status 0 only when all of it is ready. */
@Command(name = "status", description = "Show what runs, where.", mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Override
    public Integer call() {
        StackStatus status = StackStatus.of(place.workspace());
        System.out.println(status.headline());
        if (status.parts().isEmpty()) {
            return 1;
        }
        System.out.println(Ansi.AUTO.string(
                String.format("@|bold %-24s %-10s %-26s %8s %9s|@", "part", "state", "address", "pid", "memory")));
        status.parts().forEach(part -> System.out.println(row(part)));
        return status.allReady() ? 0 : 1;
    }

    private static String row(PartStatus part) {
        String colour =
                switch (part.state()) {
                    case READY -> "green";
                    case NOT_READY -> "yellow";
                    case DOWN -> "red";
                };
        String state = part.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Ansi.AUTO.string(String.format(
                "%-24s @|%s %-10s|@ %-26s %8s %9s",
                part.part().title(),
                colour,
                state,
                part.address(),
                part.pid() == 0 ? "" : part.part() == Part.KAFKA ? "launcher" : Long.toString(part.pid()),
                part.residentMiB() == 0 ? "" : part.residentMiB() + " MiB"));
    }
}

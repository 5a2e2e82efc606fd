package dev.tideline.local.cli;

import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Orders about one part of the running stack. */
public abstract sealed class PartCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Parameters(paramLabel = "<part>", description = "such as origin, eu-1, redis-us, kafka")
    private String part = "";

    abstract void apply(LocalStack stack, Part chosen);

    @Override
    public Integer call() {
        Part chosen = Part.named(part);
        try (LocalStack stack = LocalStack.attach(place.directory())) {
            apply(stack, chosen);
        }
        return 0;
    }

    /** Starts a part and returns when it is ready. */
    @Command(name = "start", description = "Start one part again.", mixinStandardHelpOptions = true)
    public static final class Start extends PartCommand {
        @Override
        void apply(LocalStack stack, Part chosen) {
            stack.start(chosen);
            System.out.println(chosen.title() + " is ready");
        }
    }

    /** Stops a part in good order. */
    @Command(name = "stop", description = "Stop one part, to see what the others do.", mixinStandardHelpOptions = true)
    public static final class Stop extends PartCommand {
        @Override
        void apply(LocalStack stack, Part chosen) {
            stack.stop(chosen);
            System.out.println(chosen.title() + " is stopped");
        }
    }

    /** Ends a part as a crash would. */
    @Command(name = "kill", description = "End one service as kill -9 does.", mixinStandardHelpOptions = true)
    public static final class Kill extends PartCommand {
        @Override
        void apply(LocalStack stack, Part chosen) {
            stack.kill(chosen);
            System.out.println(chosen.title() + " is killed");
        }
    }
}

package dev.tideline.local.cli;

import dev.tideline.local.demo.ComposeDemoStack;
import dev.tideline.local.demo.Demo;
import dev.tideline.local.demo.DemoStack;
import dev.tideline.local.demo.LocalDemoStack;
import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.OwnedStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.StackStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays the main scenario; exit status 0 only if each step held. */
@Command(
        name = "demo",
        description = "Play the main scenario, step by step; starts the stack for it if none is up.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Option(names = "--compose", description = "Play on the running stack of docker-compose.yml.")
    private boolean compose;

    @Override
    public Integer call() {
        if (compose) {
            return play(new ComposeDemoStack(place.root()));
        }
        boolean up = !StackStatus.of(place.workspace()).parts().isEmpty();
        return up ? playOnRunningStack() : playOnOwnStack();
    }

    private int playOnRunningStack() {
        try (LocalStack stack = LocalStack.attach(place.directory())) {
            return play(new LocalDemoStack(stack));
        }
    }

    private int playOnOwnStack() {
        System.setProperty("tideline.log", place.workspace().log(Part.KAFKA).toString());
        Addresses addresses = Addresses.standard();
        try (Terminal terminal = new Terminal(addresses);
                OwnedStack stack =
                        OwnedStack.open(StackSettings.of(place.root(), place.directory(), addresses), terminal)) {
            // Ctrl-C ends the JVM before the block does; closing twice is harmless.
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop-stack"));
            stack.startAll();
            int status = play(new LocalDemoStack(stack));
            System.out.println("./tideline up starts the suite again, with sample data, and leaves it to you.\n");
            return status;
        }
    }

    private static int play(DemoStack stack) {
        String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        return new Demo(stack, System.out, run).play() ? 0 : 1;
    }
}

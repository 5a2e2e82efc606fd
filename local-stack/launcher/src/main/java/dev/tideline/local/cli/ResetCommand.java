package dev.tideline.local.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops the stack and forgets what it knew. */
@Command(name = "reset", description = "Stop everything and delete its data and logs.", mixinStandardHelpOptions = true)
public final class ResetCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Override
    public Integer call() throws InterruptedException {
        System.out.println(DownCommand.down(place.workspace()));
        place.workspace().reset();
        System.out.println("deleted the data in " + place.directory());
        return 0;
    }
}

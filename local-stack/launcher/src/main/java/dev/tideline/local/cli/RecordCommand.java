package dev.tideline.local.cli;

import dev.tideline.local.seed.Seeder;
import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.StartRecording;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Records start caches; {@code up} runs it in the background. */
@Command(name = "record", hidden = true, description = "Record what makes later starts quick.")
public final class RecordCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Override
    public Integer call() {
        System.setProperty(
                "tideline.log",
                place.directory().resolve("logs/recording-backends.log").toString());
        StackSettings settings = StackSettings.of(place.root(), place.directory(), Addresses.standard());
        StartRecording.run(settings, Seeder::fill);
        return 0;
    }
}

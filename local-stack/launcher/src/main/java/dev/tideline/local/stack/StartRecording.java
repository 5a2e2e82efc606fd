package dev.tideline.local.stack;

import dev.tideline.backends.Directories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** Records the services' start caches on a scratch stack with its own backends, so that the real one never notices. */
public final class StartRecording {
    /** One of each service. */
    private static final Set<Part> PARTS = EnumSet.of(
            Part.KAFKA,
            Part.REDIS_EU,
            Part.POSTGRES,
            Part.WRITE_PROCESSOR,
            Part.ORIGIN,
            Part.INVALIDATION,
            Part.GATEWAY_EU_1);

    private StartRecording() {}

    /** Whether every service has a cache that fits its jar. */
    public static boolean isNeeded(StackSettings settings) {
        return PARTS.stream()
                .filter(Part::isService)
                .anyMatch(part -> !settings.cache(part).isReady());
    }

    /**
     * Runs the services once and keeps what their JVMs learnt.
     *
     * @param exercise some use of the running stack, so that the first requests are quick too
     */
    public static void run(StackSettings settings, Consumer<LocalStack> exercise) {
        Path scratch = settings.directory().resolve("recording");
        OwnedStack stack = OwnedStack.open(settings.recordingIn(scratch, Addresses.free()), Progress.SILENT);
        Runtime.getRuntime().addShutdownHook(new Thread(stack::abandon, "stop-recording"));
        stack.start(PARTS);
        exercise.accept(stack);
        stack.close();
        stack.keepCaches();
        try {
            Directories.delete(scratch);
        } catch (IOException e) {
            throw new StackException("cannot delete " + scratch + ": " + e.getMessage());
        }
    }
}

package dev.tideline.local.stack;

import dev.tideline.local.seed.Seeder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What makes the starts of stacks quick, recorded once for all tests of this build: without it a service spends most of its
 * start in the compiler, and tests start a hundred.
 */
public final class StartCaches {

    private static final Path SHARED = Path.of("target", "start-caches").toAbsolutePath();

    private StartCaches() {}

    /** Has a stack of the source tree that will live in this directory use them. */
    public static synchronized void serve(Path root, Path directory) {
        recorded(root);
        try {
            Files.createDirectories(directory);
            Files.createSymbolicLink(directory.resolve("app"), SHARED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What makes the JVM of a service that belongs to no stack start as quickly: its options, up to the jar. */
    public static synchronized List<String> launch(Path root, Part service) {
        ServiceCommand.Launch launch = recorded(root).cache(service).cached();
        return Stream.concat(
                        launch.options().stream(),
                        Stream.of("-jar", launch.jar().toString()))
                .toList();
    }

    private static StackSettings recorded(Path root) {
        StackSettings recorder = StackSettings.of(root, SHARED.resolve("stack"), Addresses.free())
                .withCaches(SHARED);
        if (StartRecording.isNeeded(recorder)) {
            StartRecording.run(recorder, Seeder::fill);
        }
        return recorder;
    }
}

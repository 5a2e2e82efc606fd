package dev.tideline.local.cli;

import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.StartCache;
import dev.tideline.local.stack.StartRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes later starts quick: a background process at the lowest priority runs {@code tideline record} on a scratch stack,
 * which records the services' start caches, and is itself recorded for the launcher's.
 */
final class Recorder implements AutoCloseable {
    /** The script starts the launcher with the same ones, as an AOT cache demands. */
    private static final List<String> LAUNCHER_JVM = List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static final int GRACE_SECONDS = 20;

    private final StackSettings settings;
    private final Path launcherJar;
    private @Nullable Process process;
    private boolean closed;

    Recorder(StackSettings settings) {
        this.settings = settings;
        this.launcherJar = settings.root().resolve("local-stack/launcher/target/local-stack-app.jar");
    }

    /** Returns at once; does nothing when the caches are there, or this launcher does not run from its jar. */
    void start() {
        if (Files.isRegularFile(launcherJar)) {
            Thread.ofVirtual().name("recorder").start(this::record);
        }
    }

    private void record() {
        Path home = settings.caches().resolve("local-stack");
        StartCache own = StartCache.of(launcherJar, home, LAUNCHER_JVM);
        if (own.isReady() && !StartRecording.isNeeded(settings)) {
            return;
        }
        try {
            Process running = launch(own);
            if (running != null && running.waitFor() == 0 && own.keep()) {
                writeArguments(own, home);
            }
        } catch (IOException e) {
            System.err.println("  later starts stay slow: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Process launch(StartCache own) throws IOException {
        if (closed) {
            return null;
        }
        List<String> command =
                new ArrayList<>(List.of("nice", "-n", "19", settings.java().toString()));
        command.add("-Dtideline.root=" + settings.root());
        command.addAll(own.recordedArguments(settings.java()));
        command.addAll(List.of("record", "--dir", settings.directory().toString()));
        // Out of reach of the terminal's Ctrl-C, which is for the launcher.
        List<String> shielded = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "tideline"));
        shielded.addAll(command);
        Path log = settings.directory().resolve("logs").resolve("recording.log");
        process = new ProcessBuilder(shielded)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return process;
    }

    /** For the script: the arguments of a quick start of the launcher itself. */
    private static void writeArguments(StartCache own, Path home) throws IOException {
        String quoted = own.cachedArguments().stream()
                .map(argument -> '"' + argument.replace("\\", "\\\\") + '"')
                .collect(Collectors.joining("\n", "", "\n"));
        Files.writeString(home.resolve("java.args"), quoted);
    }

    @Override
    public synchronized void close() {
        closed = true;
        Process running = process;
        if (running != null) {
            running.destroy();
            try {
                if (!running.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                    running.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

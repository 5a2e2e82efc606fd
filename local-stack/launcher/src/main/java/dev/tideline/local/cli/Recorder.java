package dev.tideline.local.cli;

import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.StartRecording;
import dev.tideline.local.stack.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes later starts quick: a background process at the lowest priority runs {@code tideline record}, which records the
 * services' start caches on a scratch stack.
 */
final class Recorder implements AutoCloseable {
    private static final int GRACE_SECONDS = 20;

    private final StackSettings settings;
    private final Path launcherJar;
    private final Path log;
    private @Nullable Process process;
    private boolean closed;

    Recorder(StackSettings settings) {
        this.settings = settings;
        this.launcherJar = settings.root().resolve("local-stack/launcher/target/local-stack-app.jar");
        this.log = settings.directory().resolve("logs").resolve("recording.log");
    }

    /** Returns at once; does nothing when the caches are there, or this launcher does not run from its jar. */
    void start() {
        if (Files.isRegularFile(launcherJar)) {
            Thread.ofPlatform().daemon().name("recorder").start(this::record);
        }
    }

    private void record() {
        if (!StartRecording.isNeeded(settings)) {
            return;
        }
        try {
            Process running = launch();
            if (running != null && running.waitFor() != 0 && !isClosed()) {
                System.err.println("  later starts stay slow, and the reason is in " + log);
            }
        } catch (IOException e) {
            System.err.println("  later starts stay slow: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized @Nullable Process launch() throws IOException {
        if (closed) {
            return null;
        }
        // Out of reach of the terminal's Ctrl-C, which is for the launcher.
        List<String> command = List.of(
                "/bin/sh",
                "-c",
                "trap '' INT; exec nice -n 19 \"$@\"",
                "tideline",
                settings.jvm().program().toString(),
                "-Dtideline.root=" + settings.root(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                launcherJar.toString(),
                "record",
                "--dir",
                settings.directory().toString());
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return process;
    }

    @Override
    public synchronized void close() {
        closed = true;
        Process running = process;
        if (running != null) {
            running.destroy();
            try {
                if (!running.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                    running.destroyForcibly().waitFor();
                    new Workspace(settings.directory().resolve("recording")).stopLeftovers();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package dev.tideline.local.stack;

import dev.tideline.local.Tideline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The launcher as a process of its own, as the script runs it. */
public final class LauncherJvm implements AutoCloseable {
    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private LauncherJvm(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    static LauncherJvm run(Path root, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Dtideline.root=" + root,
                "-cp",
                System.getProperty("java.class.path"),
                Tideline.class.getName()));
        command.addAll(List.of(arguments));
        return new LauncherJvm(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** {@code up} without sample data, which the fake services do not take, on these ports. */
    static LauncherJvm up(Path root, Addresses addresses) throws IOException {
        return up(root, addresses, List.of());
    }

    /** The same with more options. */
    public static LauncherJvm up(Path root, Addresses addresses, List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("up", "--no-seed", "--no-start-cache"));
        arguments.addAll(options);
        addresses.ports().forEach((part, port) -> arguments.addAll(List.of("--port", part.title() + "=" + port)));
        return run(root, arguments.toArray(String[]::new));
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            reader.lines().forEach(output::add);
        } catch (IOException | UncheckedIOException e) {
            output.add("(no more output: it was killed)");
        }
    }

    /** Waits until the output has a line with this text, or the process ends. */
    LauncherJvm awaitLine(String text) throws InterruptedException {
        while (process.isAlive() && output.stream().noneMatch(line -> line.contains(text))) {
            Thread.sleep(20);
        }
        if (output.stream().noneMatch(line -> line.contains(text))) {
            reader.join();
            throw new AssertionError("ended without '" + text + "':\n" + text());
        }
        return this;
    }

    public LauncherJvm awaitUp() throws InterruptedException {
        return awaitLine("Everything is up");
    }

    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            throw new AssertionError("does not end:\n" + text());
        }
        reader.join();
        return process.exitValue();
    }

    List<String> lines() {
        return output;
    }

    String text() {
        return String.join("\n", output);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As Ctrl-C or {@code down}. */
    void terminate() throws InterruptedException {
        process.destroy();
        awaitEnd();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}

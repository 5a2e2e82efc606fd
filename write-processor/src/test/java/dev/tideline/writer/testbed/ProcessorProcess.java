package dev.tideline.writer.testbed;

import dev.tideline.writer.WriteProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real application in a process of its own, so that it can be killed as a machine would kill it. */
public final class ProcessorProcess implements AutoCloseable {

    private final Process process;
    private final Path output;

    private ProcessorProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static ProcessorProcess start(List<String> settings) {
        try {
            Path output = Files.createTempFile("write-processor", ".log");
            List<String> command = new ArrayList<>(List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    WriteProcessor.class.getName()));
            settings.forEach(setting -> command.add("--" + setting));
            return new ProcessorProcess(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start(),
                    output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the process has written this. */
    public void awaitOutput(String text) {
        Testbed.await(() -> output().contains(text) || !process.isAlive(), true);
        if (!output().contains(text)) {
            throw new AssertionError("the process ended without writing '" + text + "':\n" + output());
        }
    }

    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9. */
    public void kill() {
        process.destroyForcibly();
        join();
    }

    /** SIGTERM, and waits for the end. */
    public void terminate() {
        process.destroy();
        join();
    }

    /** SIGSTOP: the process sleeps and does not know it. */
    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void join() {
        try {
            if (!process.waitFor(Duration.ofSeconds(60).toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the process does not end:\n" + output());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends as it would in production, so that no write is left over for the next test. */
    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    kill();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

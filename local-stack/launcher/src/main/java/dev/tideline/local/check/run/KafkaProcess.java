package dev.tideline.local.check.run;

import dev.tideline.local.stack.StackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Kafka in a process of its own, which can be killed and paused as a broker elsewhere would be. */
public final class KafkaProcess implements AutoCloseable {

    /** What {@code tideline kafka} writes when the broker takes requests. */
    public static final String READY = "Kafka is ready";

    private static final int GRACE_SECONDS = 20;

    private final Process process;

    private KafkaProcess(Process process) {
        this.process = process;
    }

    /** Starts a broker on these data, new or left by one that was killed, and returns when it takes requests. */
    static KafkaProcess start(Path java, Path launcherJar, Path data, int port) {
        List<String> command = List.of(
                java.toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dtideline.log=" + data.resolveSibling("kafka.log"),
                "-jar",
                launcherJar.toString(),
                "kafka",
                data.toString(),
                Integer.toString(port));
        try {
            Files.createDirectories(data);
            Process process = new ProcessBuilder(command)
                    .redirectError(data.resolveSibling("kafka.err").toFile())
                    .start();
            BufferedReader output = process.inputReader();
            String line = output.readLine();
            if (!READY.equals(line)) {
                process.destroyForcibly();
                throw new StackException("Kafka does not start; see " + data.resolveSibling("kafka.err"));
            }
            return new KafkaProcess(process);
        } catch (IOException unable) {
            throw new StackException("Kafka does not start: " + unable.getMessage());
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}

package dev.tideline.local.security;

import dev.tideline.backends.Ports;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Readiness;
import dev.tideline.local.stack.StartCaches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.json.JsonMapper;

/** A service as a process, from the jar of this build. Its settings are in its environment, as in a container. */
final class SecuredService implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

    private final String name;
    private final Process process;
    private final Path log;
    private final int port;

    private SecuredService(String name, Process process, Path log, int port) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts it, and does not wait.
     *
     * @param part which service it is
     * @param name of its log
     */
    static SecuredService start(Path root, Part part, String name, Path logs, Map<String, String> settings) {
        int port = Ports.freeWith(100);
        Path log = logs.resolve(name + ".log");
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(Map.of(
                "server.port",
                Integer.toString(port),
                "server.address",
                "127.0.0.1",
                "management.server.port",
                Integer.toString(port + 100),
                "management.server.address",
                "127.0.0.1"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(StartCaches.launch(root, part));
        ProcessBuilder java = new ProcessBuilder(command);
        java.environment().put("SPRING_APPLICATION_JSON", JsonMapper.shared().writeValueAsString(all));
        try {
            return new SecuredService(
                    name,
                    java.redirectErrorStream(true).redirectOutput(log.toFile()).start(),
                    log,
                    port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** On its management port. */
    URI managed(String path) {
        return URI.create("http://127.0.0.1:" + (port + 100) + path);
    }

    boolean isReady() {
        return Readiness.isReady(managed("/actuator/health/readiness"));
    }

    /** Until it answers, whatever it waits for itself. */
    void awaitAlive() {
        await("is alive", () -> Readiness.isReady(managed("/actuator/health/liveness")));
    }

    SecuredService awaitReady() {
        await("is ready", this::isReady);
        return this;
    }

    /** The first line of its log with all of these words, once there is one. */
    String awaitLine(String... words) {
        await("says " + String.join(" … ", words), () -> line(words) != null);
        return line(words);
    }

    private String line(String... words) {
        return log().stream()
                .filter(line -> List.of(words).stream().allMatch(line::contains))
                .findFirst()
                .orElse(null);
    }

    private List<String> log() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                List<String> lines = log();
                throw new AssertionError("not so: " + name + " " + what + "\n"
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size())));
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    /** Tells it to stop, and does not wait. */
    void signal() {
        process.destroy();
    }

    @Override
    public void close() {
        signal();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.tideline.local.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A service as a child process with a log of its own. */
final class ServiceProcess {
    /** A service may take this long to answer what it has begun. */
    static final Duration GRACE = Duration.ofSeconds(20);

    /** At its end a recording JVM writes its cache, at low priority. */
    static final Duration RECORDING_GRACE = Duration.ofMinutes(4);

    private final Part part;
    private final Process process;
    private final Path log;
    private volatile boolean wanted = true;

    private ServiceProcess(Part part, Process process, Path log) {
        this.part = part;
        this.process = process;
        this.log = log;
    }

    static ServiceProcess start(Part part, ServiceCommand command, Path java, Path log) {
        // A Ctrl-C goes to every process of the terminal. Services leave it to the launcher, which stops them in order.
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "tideline"));
        line.add(java.toString());
        line.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(log.toFile());
        builder.environment().putAll(command.environment());
        try {
            return new ServiceProcess(part, builder.start(), log);
        } catch (IOException e) {
            throw new StackException(part.title() + " cannot be started: " + e.getMessage());
        }
    }

    Part part() {
        return part;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Runs the action when the process ends although nobody stopped it. */
    void onDeath(Runnable action) {
        CompletableFuture<Void> _ = process.onExit().thenRun(() -> {
            if (wanted) {
                action.run();
            }
        });
    }

    /** One clear line and the end of the log, once the process has ended. */
    StackException death() {
        return new StackException(
                part.title() + " ended by itself with " + describe(process.exitValue()) + "; its log is " + log,
                LogTail.last(log, 12));
    }

    private static String describe(int status) {
        return status > 128 ? "signal " + (status - 128) : "status " + status;
    }

    /** Asks, waits, then insists. */
    void stop(Duration grace) {
        wanted = false;
        process.destroy();
        if (!endedWithin(grace)) {
            kill();
        }
    }

    /** As {@code kill -9}. */
    void kill() {
        wanted = false;
        process.destroyForcibly();
        endedWithin(GRACE);
    }

    private boolean endedWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The live processes of the stack in this directory, whoever started them. */
    static List<ProcessHandle> all(Path directory) {
        String mark = ServiceCommand.stackMark(directory) + " ";
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> process.info().commandLine().orElse("").contains(mark))
                .toList();
    }

    /** Which part a process of a stack is. */
    static Optional<Part> partOf(ProcessHandle process) {
        String line = process.info().commandLine().orElse("") + " ";
        return Arrays.stream(Part.values())
                .filter(part -> line.contains(ServiceCommand.partMark(part) + " "))
                .findFirst();
    }

    /** Stops what an earlier owner left; titles of what there was. */
    static List<String> stopAll(Path directory) {
        List<ProcessHandle> left = all(directory);
        // Asked while they live: a process that has ended has no command line.
        List<String> titles = left.stream()
                .map(process -> partOf(process).map(Part::title).orElse("process " + process.pid()))
                .toList();
        left.forEach(ProcessHandle::destroy);
        for (ProcessHandle process : left) {
            awaitOrKill(process);
        }
        return titles;
    }

    private static void awaitOrKill(ProcessHandle process) {
        try {
            process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}

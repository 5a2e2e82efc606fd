package dev.tideline.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A process that outlived whoever started it, found again by its pid file. */
public final class Orphan {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ProcessHandle process;

    private Orphan(ProcessHandle process) {
        this.process = process;
    }

    /**
     * The live process named by the first line of a pid file, if it is really ours: process ids are used again, so a
     * pid alone proves nothing.
     *
     * @param ours tells by program or command line whether the process is the one meant
     */
    public static Optional<Orphan> find(Path pidFile, Predicate<ProcessHandle> ours) {
        return pid(pidFile)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(ours)
                .map(Orphan::new);
    }

    private static Optional<Long> pid(Path pidFile) {
        try {
            return Files.readAllLines(pidFile).stream()
                    .findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d{1,18}"))
                    .map(Long::parseLong);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the process runs this very file; it may have been replaced on disk since. */
    public static boolean runs(ProcessHandle process, Path program) {
        String command = process.info().command().orElse("");
        return command.equals(program.toString()) || command.equals(program + " (deleted)");
    }

    /** Whether the process was started with this text somewhere in its command line. */
    public static boolean mentions(ProcessHandle process, String text) {
        return process.info().commandLine().orElse("").contains(text);
    }

    public long pid() {
        return process.pid();
    }

    /** Asks with SIGTERM, waits up to 10 s, then insists. Returns when the process is gone. */
    public void stop() {
        process.destroy();
        awaitOrKill(PATIENCE);
    }

    /** Like {@link #stop}, asking with another signal, such as INT for a Postgres that shall not wait for clients. */
    public void stop(String signal) {
        stop(signal, PATIENCE);
    }

    void stop(String signal, Duration patience) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        } catch (IOException e) {
            process.destroy();
        }
        awaitOrKill(patience);
    }

    private void awaitOrKill(Duration patience) {
        if (!goneWithin(patience)) {
            process.destroyForcibly();
            if (!goneWithin(PATIENCE)) {
                throw new BackendException("process " + process.pid() + " of an earlier start does not end");
            }
        }
    }

    private boolean goneWithin(Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new BackendException("cannot wait for process " + process.pid(), e);
        }
    }
}

package dev.tideline.local.cli;

import dev.tideline.local.stack.StackException;
import dev.tideline.local.stack.StackState;
import dev.tideline.local.stack.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops the stack of this directory, whoever started it and whether that one still lives. */
@Command(name = "down", description = "Stop everything; data are kept.", mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
    private static final long PATIENCE_NANOS = 90_000_000_000L;
    private static final long PAUSE_MILLIS = 100;

    @Mixin
    private Place place = new Place();

    @Override
    public Integer call() throws InterruptedException {
        System.out.println(down(place.workspace()));
        return 0;
    }

    /**
     * Stops whatever runs there.
     *
     * @return what happened, as a line for a person
     */
    static String down(Workspace workspace) throws InterruptedException {
        Optional<Workspace.Lock> free = workspace.tryLock();
        if (free.isPresent()) {
            try (Workspace.Lock _ = free.get()) {
                List<String> stopped = workspace.stopLeftovers();
                return stopped.isEmpty()
                        ? "nothing runs in " + workspace.directory()
                        : "stopped what a killed launcher had left: " + String.join(", ", stopped);
            }
        }
        ProcessHandle owner = StackState.ownerOf(workspace)
                .orElseThrow(() -> new StackException(
                        "another process holds " + workspace.directory() + "/lock and does not say who it is"));
        owner.destroy();
        awaitRelease(workspace);
        return "stopped";
    }

    private static void awaitRelease(Workspace workspace) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            Optional<Workspace.Lock> lock = workspace.tryLock();
            if (lock.isPresent()) {
                lock.get().close();
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new StackException("the stack in " + workspace.directory() + " does not stop; see its logs");
    }
}

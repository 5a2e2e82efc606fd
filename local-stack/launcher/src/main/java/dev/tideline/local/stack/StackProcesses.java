package dev.tideline.local.stack;

import dev.tideline.backends.Orphan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes behind the parts of a local stack, for whoever breaks them as a machine would. */
public record StackProcesses(Workspace workspace) {

    /**
     * The live processes of a part, its children included.
     *
     * @throws StackException when it has none, or when it is Kafka and that is this very process or runs in the
     *     foreground of a terminal, whose shell would take a pause for its own business
     */
    public List<ProcessHandle> of(Part part) {
        Optional<ProcessHandle> main =
                switch (part.role()) {
                    case Part.Role.Backend() -> backend(part);
                    case Part.Role.Service _, Part.Role.Gateway _ -> service(part);
                };
        ProcessHandle found = main.orElseThrow(() -> new StackException(part.title() + " does not run"));
        List<ProcessHandle> all = new ArrayList<>(List.of(found));
        if (part == Part.POSTGRES) {
            found.descendants().forEach(all::add);
        }
        return all;
    }

    private Optional<ProcessHandle> service(Part part) {
        return ServiceProcess.all(workspace.directory()).stream()
                // A service is started by a shell that becomes it; while it is still a shell it is no service.
                .filter(process ->
                        ServiceProcess.partOf(process).filter(part::equals).isPresent())
                .findFirst();
    }

    private Optional<ProcessHandle> backend(Part part) {
        Path data = workspace.data(part);
        return switch (part) {
            case POSTGRES -> handle(Orphan.find(data.resolve("data/postmaster.pid"), _ -> true));
            case KAFKA -> StackState.ownerOf(workspace).map(StackProcesses::pausable);
            default ->
                handle(Orphan.find(
                        data.resolve("redis.pid"), process -> Orphan.runs(process, data.resolve("redis-server"))));
        };
    }

    private static Optional<ProcessHandle> handle(Optional<Orphan> found) {
        return found.flatMap(orphan -> ProcessHandle.of(orphan.pid()));
    }

    /** Kafka runs in the launcher, and nothing else does that a pause would harm. */
    private static ProcessHandle pausable(ProcessHandle launcher) {
        if (launcher.pid() == ProcessHandle.current().pid()) {
            throw new StackException("Kafka runs in this process, which cannot pause itself");
        }
        if (isInForeground(launcher)) {
            throw new StackException(
                    "Kafka runs in ./tideline up, which is in the foreground of a terminal and cannot be"
                            + " paused there; start the stack with ./tideline up -d");
        }
        return launcher;
    }

    private static boolean isInForeground(ProcessHandle process) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", Long.toString(process.pid())).start();
            return new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).contains("+");
        } catch (IOException unable) {
            return false;
        }
    }

    /** Sends a signal such as {@code STOP} to each; one that has ended meanwhile needs none. */
    public static void signal(String name, List<ProcessHandle> processes) {
        for (ProcessHandle process : processes) {
            try {
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .redirectErrorStream(true)
                        .start()
                        .waitFor();
            } catch (IOException unable) {
                throw new StackException("cannot send " + name + ": " + unable.getMessage());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package dev.tideline.local.stack;

import dev.tideline.backends.PortHolder;
import dev.tideline.backends.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What runs in a directory, asked from outside.
 *
 * @param headline a line about the whole
 * @param parts in the order of starting; empty when nothing runs
 */
public record StackStatus(String headline, List<PartStatus> parts) {

    /** Looks at the processes, ports and readiness of every part. */
    public static StackStatus of(Workspace workspace) {
        Optional<Workspace.Lock> lock = workspace.tryLock();
        lock.ifPresent(Workspace.Lock::close);
        List<ProcessHandle> services = ServiceProcess.all(workspace.directory());
        if (lock.isPresent()) {
            String left = services.isEmpty()
                    ? "nothing runs in " + workspace.directory()
                    : "the launcher was killed and left " + services.size()
                            + " services; ./tideline up recovers, ./tideline down stops them";
            return new StackStatus(left, List.of());
        }
        Optional<StackState> state = StackState.read(workspace);
        return state.map(known -> new StackStatus(
                        "up, launcher pid " + known.pid() + ", " + workspace.directory(),
                        known.parts().stream()
                                .sorted()
                                .parallel()
                                .map(part -> status(part, known.addresses(), services))
                                .toList()))
                .orElseGet(() -> new StackStatus("starting or stopping in " + workspace.directory(), List.of()));
    }

    public boolean allReady() {
        return !parts.isEmpty() && parts.stream().allMatch(part -> part.state() == PartStatus.State.READY);
    }

    private static PartStatus status(Part part, Addresses addresses, List<ProcessHandle> services) {
        return part.isService() ? service(part, addresses, services) : backend(part, addresses);
    }

    private static PartStatus backend(Part part, Addresses addresses) {
        boolean listens = !Ports.isFree(addresses.port(part));
        long pid = listens
                ? PortHolder.of(addresses.port(part)).map(PortHolder::pid).orElse(0L)
                : 0;
        PartStatus.State state = listens ? PartStatus.State.READY : PartStatus.State.DOWN;
        return new PartStatus(part, state, addresses.shown(part), pid, residentMiB(pid));
    }

    private static PartStatus service(Part part, Addresses addresses, List<ProcessHandle> services) {
        long pid = services.stream()
                .filter(process -> ServiceProcess.partOf(process).equals(Optional.of(part)))
                .mapToLong(ProcessHandle::pid)
                .findFirst()
                .orElse(0);
        PartStatus.State state = pid == 0
                ? PartStatus.State.DOWN
                : Readiness.isReady(addresses.readiness(part)) ? PartStatus.State.READY : PartStatus.State.NOT_READY;
        return new PartStatus(part, state, addresses.shown(part), pid, residentMiB(pid));
    }

    private static long residentMiB(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(kib -> Long.parseLong(kib) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}

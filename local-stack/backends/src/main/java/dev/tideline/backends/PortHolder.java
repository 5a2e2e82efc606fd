package dev.tideline.backends;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The process that listens on a TCP port of this machine.
 *
 * @param pid its process id
 * @param program its name without folders
 */
public record PortHolder(long pid, String program) {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTEN = "0A";

    /** Empty when nothing listens or the system does not tell, as for another user's process. */
    public static Optional<PortHolder> of(int port) {
        try {
            return Files.isReadable(PROC.resolve("net/tcp")) ? fromProc(port) : fromLsof(port);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return program + " (pid " + pid + ")";
    }

    private static Optional<PortHolder> fromProc(int port) throws IOException {
        Set<String> sockets = Stream.concat(listening("net/tcp", port), listening("net/tcp6", port))
                .map(inode -> "socket:[" + inode + "]")
                .collect(Collectors.toSet());
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> holdsOneOf(process.pid(), sockets))
                .findFirst()
                .map(PortHolder::of);
    }

    /** Inodes of the listening sockets of this port; the columns are local address, remote, state, ..., inode. */
    private static Stream<String> listening(String table, int port) throws IOException {
        Path file = PROC.resolve(table);
        if (!Files.isReadable(file)) {
            return Stream.empty();
        }
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        return Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> line.strip().split("\\s+"))
                .filter(column -> column.length > 9 && column[1].endsWith(suffix) && column[3].equals(LISTEN))
                .map(column -> column[9]);
    }

    private static boolean holdsOneOf(long pid, Set<String> sockets) {
        try (Stream<Path> handles = Files.list(PROC.resolve(Long.toString(pid)).resolve("fd"))) {
            return handles.anyMatch(handle -> sockets.contains(target(handle)));
        } catch (IOException e) {
            return false; // gone meanwhile, or another user's
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static Optional<PortHolder> fromLsof(int port) throws IOException {
        Process lsof = new ProcessBuilder("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN")
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(lsof.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return lines.stream()
                .filter(line -> line.matches("\\d+"))
                .findFirst()
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
                .map(PortHolder::of);
    }

    private static PortHolder of(ProcessHandle process) {
        String command = process.info().command().orElse("another program");
        return new PortHolder(process.pid(), command.substring(command.lastIndexOf('/') + 1));
    }
}

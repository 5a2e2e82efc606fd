package dev.tideline.local.cli;

import dev.tideline.local.stack.StackException;
import dev.tideline.local.stack.Workspace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code up --detach}: the same launcher in the background, and its output shown here until everything is ready. */
final class Detached {
    private static final long PAUSE_MILLIS = 100;
    private static final String READY = "Everything is up";

    private Detached() {}

    static int up(Workspace workspace) throws IOException, InterruptedException {
        Path log = workspace.logs().resolve("launcher.log");
        Files.createDirectories(log.getParent());
        Files.deleteIfExists(log);
        Process launcher = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(log.toFile())
                .start();
        return relay(launcher, log);
    }

    /** This very JVM's command line without the option, deaf to the terminal's signals. */
    private static List<String> command() {
        ProcessHandle.Info self = ProcessHandle.current().info();
        String java =
                self.command().orElseThrow(() -> new StackException("this system does not tell how java was run"));
        String[] arguments =
                self.arguments().orElseThrow(() -> new StackException("this system does not tell how java was run"));
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "tideline", java));
        for (String argument : arguments) {
            if (!argument.equals("--detach") && !argument.equals("-d")) {
                command.add(argument);
            }
        }
        return command;
    }

    private static int relay(Process launcher, Path log) throws IOException, InterruptedException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            StringBuilder seen = new StringBuilder();
            while (true) {
                boolean ended = !launcher.isAlive(); // asked first: what it wrote before is still read below
                byte[] fresh = new byte[(int) (file.length() - file.getFilePointer())];
                file.readFully(fresh);
                String text = new String(fresh, StandardCharsets.UTF_8);
                System.out.print(text);
                System.out.flush();
                if (seen.append(text).indexOf(READY) >= 0) {
                    return 0;
                }
                if (ended) {
                    return Math.max(1, launcher.exitValue());
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}

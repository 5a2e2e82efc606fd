package dev.tideline.local.cli;

import dev.tideline.local.stack.Workspace;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the stack is: an option every command has. */
public final class Place {
    @Option(
            names = "--dir",
            paramLabel = "<folder>",
            description = "data, logs and caches of the stack (default: .tideline in the source tree)")
    private @Nullable Path directory;

    /** The source tree; the script says where it is. */
    public Path root() {
        return Path.of(System.getProperty("tideline.root", "."))
                .toAbsolutePath()
                .normalize();
    }

    public Path directory() {
        Path chosen = directory;
        return chosen == null
                ? root().resolve(".tideline")
                : chosen.toAbsolutePath().normalize();
    }

    Workspace workspace() {
        return new Workspace(directory());
    }
}

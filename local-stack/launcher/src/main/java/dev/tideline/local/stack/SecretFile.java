package dev.tideline.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/** A file for its owner alone. */
final class SecretFile {

    private SecretFile() {}

    /**
     * What is in the file; it is made first where there is none, whole or not at all.
     *
     * @throws StackException if that cannot be done
     */
    static String open(Path file, Supplier<String> made) {
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Path draft = file.resolveSibling(file.getFileName() + ".new");
                Files.deleteIfExists(draft);
                Files.createFile(
                        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(draft, made.get());
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new StackException("cannot read or write " + file + ": " + e.getMessage());
        }
    }
}

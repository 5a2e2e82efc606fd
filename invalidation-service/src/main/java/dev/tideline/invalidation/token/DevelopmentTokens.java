package dev.tideline.invalidation.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.invalidation.token.TokenBook.Entry;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tokens for a service that was given none: made at its first start, and put into a file for their owner, or shown once if
 * there is no such file. What stays in the store are their hashes; whoever lost the tokens deletes the store.
 */
public final class DevelopmentTokens {

    private static final Map<String, EnumSet<Role>> CALLERS = new TreeMap<>(Map.of(
            "operator", EnumSet.allOf(Role.class),
            "purger", EnumSet.of(Role.PURGE, Role.READ),
            "reader", EnumSet.of(Role.READ)));

    private DevelopmentTokens() {}

    /**
     * Reads the store, or makes it.
     *
     * @param plain where new tokens are written, one {@code name=token} a line, readable by the owner only; null for nowhere
     * @param print told where they are; without a file it is shown new tokens, a line each
     * @throws UncheckedIOException if a file cannot be read or written
     * @throws IllegalArgumentException if the store is not one
     */
    public static List<Entry> open(Path store, @Nullable Path plain, Consumer<String> print) {
        try {
            if (!Files.exists(store)) {
                make(store, plain, print);
            }
            return read(store);
        } catch (IOException e) {
            throw new UncheckedIOException("development tokens in " + store + ": " + e.getMessage(), e);
        }
    }

    private static void make(Path store, @Nullable Path plain, Consumer<String> print) throws IOException {
        StringBuilder tokens = new StringBuilder();
        StringBuilder hashes = new StringBuilder();
        List<String> shown = new ArrayList<>(List.of("Development tokens, shown once:"));
        CALLERS.forEach((name, roles) -> {
            String token = TokenBook.newToken();
            tokens.append(name).append('=').append(token).append('\n');
            hashes.append(name).append('=').append(TokenBook.hash(token)).append('\n');
            shown.add("  %-8s %s  %s".formatted(name, token, roles));
        });
        if (plain == null) {
            shown.forEach(print);
        } else {
            // What is printed ends up in a log.
            write(plain, tokens.toString());
            print.accept("Development tokens are in " + plain);
        }
        write(store, hashes.toString());
    }

    /** Whole or not at all: a store that was half written would lock everybody out. */
    private static void write(Path file, String text) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path draft = absolute.resolveSibling(absolute.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, ownerOnly());
        Files.writeString(draft, text);
        Files.move(draft, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static List<Entry> read(Path store) throws IOException {
        Properties hashes = new Properties();
        hashes.load(new StringReader(Files.readString(store, UTF_8)));
        List<Entry> entries = new ArrayList<>();
        CALLERS.forEach((name, roles) -> {
            String hash = hashes.getProperty(name);
            if (hash != null) {
                entries.add(new Entry(hash, new Caller(name, roles)));
            }
        });
        if (entries.isEmpty()) {
            throw new IllegalArgumentException(store + " holds no hashes of tokens; delete it to have new ones made");
        }
        return entries;
    }
}

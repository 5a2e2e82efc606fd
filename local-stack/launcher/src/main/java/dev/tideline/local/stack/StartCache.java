package dev.tideline.local.stack;

import dev.tideline.backends.Directories;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The AOT cache of one executable jar: the jar unpacked and the classes its JVM loaded and linked when it was recorded
 * (JEP 514). It lives under a checksum of the jar, the JVM and its options, so a rebuilt service never meets an old one.
 */
public final class StartCache {
    private final Path jar;
    private final Path folder;
    private final List<String> options;

    private StartCache(Path jar, Path folder, List<String> options) {
        this.jar = jar;
        this.folder = folder;
        this.options = options;
    }

    /**
     * The cache that fits this jar, whether it is there yet or not.
     *
     * @param home the folder for all caches of this jar's module
     */
    public static StartCache of(Path jar, Path home, List<String> options) {
        return new StartCache(jar, home.resolve(checksum(jar, options)), options);
    }

    private static String checksum(Path jar, List<String> options) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((Runtime.version() + " " + options).getBytes(StandardCharsets.UTF_8));
            try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
                byte[] buffer = new byte[1 << 16];
                while (in.read(buffer) >= 0) {
                    // the digest sees what passes
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (IOException e) {
            throw new StackException("cannot read " + jar + ": " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has SHA-256
        }
    }

    /** Whether a start can be quick. */
    public boolean isReady() {
        return Files.isRegularFile(cache()) && Files.isRegularFile(unpackedJar());
    }

    String key() {
        return folder.getFileName().toString();
    }

    private Path cache() {
        return folder.resolve("app.aot");
    }

    private Path recording() {
        return folder.resolve("app.aot.new");
    }

    private Path unpackedJar() {
        return folder.resolve("jar").resolve(jar.getFileName());
    }

    /** The plain jar while there is no cache. */
    ServiceCommand.Launch cached() {
        return isReady()
                ? new ServiceCommand.Launch(unpackedJar(), options).plus("-XX:AOTCache=" + cache())
                : new ServiceCommand.Launch(jar, options);
    }

    /** Runs so that the JVM writes a cache when it ends; {@link #keep} makes it the one to use. */
    ServiceCommand.Launch recorded(Path java) {
        unpack(java);
        return new ServiceCommand.Launch(unpackedJar(), options).plus("-XX:AOTCacheOutput=" + recording());
    }

    private void unpack(Path java) {
        try {
            Directories.delete(folder);
            Files.createDirectories(folder);
            Process tools = new ProcessBuilder(
                            java.toString(),
                            "-Djarmode=tools",
                            "-jar",
                            jar.toString(),
                            "extract",
                            "--destination",
                            folder.resolve("jar").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (tools.waitFor() != 0) {
                throw new StackException("cannot unpack " + jar);
            }
        } catch (IOException e) {
            throw new StackException("cannot unpack " + jar + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while unpacking " + jar);
        }
    }

    /** After the recording JVM has ended; whether it left a cache. Caches of other builds of the jar are dropped. */
    public boolean keep() {
        try {
            if (!Files.isRegularFile(recording())) {
                return false;
            }
            Files.move(recording(), cache(), StandardCopyOption.ATOMIC_MOVE);
            dropOthers();
            return true;
        } catch (IOException e) {
            throw new StackException("cannot keep " + cache() + ": " + e.getMessage());
        }
    }

    private void dropOthers() throws IOException {
        List<Path> others;
        try (Stream<Path> all = Files.list(folder.getParent())) {
            others = all.filter(path -> Files.isDirectory(path) && !path.equals(folder))
                    .toList();
        }
        for (Path other : others) {
            Directories.delete(other);
        }
    }
}

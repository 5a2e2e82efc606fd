package dev.tideline.local.stack;

import dev.tideline.backends.Directories;
import dev.tideline.backends.EmbeddedPostgres;
import dev.tideline.backends.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The directory of a stack: {@code data/<part>}, {@code logs/<part>.log}, {@code app/<service>}, the lock, the state. */
public final class Workspace {
    private final Path directory;

    public Workspace(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    public Path directory() {
        return directory;
    }

    public Path data(Part backend) {
        return directory.resolve("data").resolve(backend.title());
    }

    public Path logs() {
        return directory.resolve("logs");
    }

    public Path log(Part part) {
        return switch (part.role()) {
            // Kafka runs in the launcher.
            case Part.Role.Backend _ when part == Part.KAFKA -> logs().resolve("launcher-backends.log");
            case Part.Role.Backend _ when part == Part.POSTGRES -> data(part).resolve("postgres.log");
            case Part.Role.Backend _ -> data(part).resolve("redis.log");
            case Part.Role.Service _, Part.Role.Gateway _ -> logs().resolve(part.title() + ".log");
        };
    }

    Path stateFile() {
        return directory.resolve("stack.properties");
    }

    /** Of whoever runs this stack; the system lets go of it even when the owner is killed. */
    public static final class Lock implements AutoCloseable {
        private final FileChannel channel;
        private final FileLock lock;

        private Lock(FileChannel channel, FileLock lock) {
            this.channel = channel;
            this.lock = lock;
        }

        @Override
        public void close() {
            try {
                lock.release();
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Empty when another process, or this one, has it. */
    public Optional<Lock> tryLock() {
        FileChannel channel = null;
        try {
            Files.createDirectories(logs());
            channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new Lock(channel, lock));
            }
        } catch (OverlappingFileLockException e) {
            // this process has it
        } catch (IOException e) {
            throw new StackException("cannot write to " + directory + ": " + e.getMessage());
        }
        closeQuietly(channel);
        return Optional.empty();
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says who has the lock. */
    void signOwner() {
        try {
            Files.writeString(
                    directory.resolve("owner.pid"), ProcessHandle.current().pid() + "\n");
        } catch (IOException e) {
            throw new StackException("cannot write to " + directory + ": " + e.getMessage());
        }
    }

    /**
     * Stops whatever an earlier, killed owner left running in this directory. Only the owner of the lock may call it.
     *
     * @return titles of what was stopped
     */
    public List<String> stopLeftovers() {
        List<String> services = ServiceProcess.stopAll(directory);
        boolean eu = EmbeddedRedis.stopOrphan(data(Part.REDIS_EU));
        boolean us = EmbeddedRedis.stopOrphan(data(Part.REDIS_US));
        boolean postgres = EmbeddedPostgres.stopOrphan(data(Part.POSTGRES));
        List<String> stopped = new ArrayList<>(services);
        if (eu) {
            stopped.add(Part.REDIS_EU.title());
        }
        if (us) {
            stopped.add(Part.REDIS_US.title());
        }
        if (postgres) {
            stopped.add(Part.POSTGRES.title());
        }
        StackState.delete(this);
        return List.copyOf(stopped);
    }

    /** Forgets all data and logs; caches that only make starts quicker stay. */
    public void reset() {
        try {
            Directories.delete(directory.resolve("data"));
            Directories.delete(logs());
            Files.deleteIfExists(stateFile());
        } catch (IOException e) {
            throw new StackException("cannot delete all of " + directory + ": " + e.getMessage());
        }
    }

    /** Gives a part an empty log and keeps the one before as {@code .1}. */
    Path freshLog(Part part) {
        Path log = log(part);
        try {
            Files.createDirectories(log.getParent());
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            return log;
        } catch (IOException e) {
            throw new StackException("cannot write to " + log + ": " + e.getMessage());
        }
    }
}

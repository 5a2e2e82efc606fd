package dev.tideline.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** The programs this module carries, with data in a temporary directory. */
final class EmbeddedSource implements BackendSource {
    private final Path directory;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    EmbeddedSource() {
        try {
            directory = Files.createTempDirectory("tideline-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TestBackends.Kafka kafka() {
        return new TestBackends.Kafka(
                keep(EmbeddedKafka.start(directory.resolve("kafka"), 0)).bootstrapServers());
    }

    @Override
    public TestBackends.Redis redis() {
        EmbeddedRedis redis = keep(EmbeddedRedis.start(directory.resolve("redis"), 0));
        return new TestBackends.Redis(redis.host(), redis.port());
    }

    @Override
    public TestBackends.Postgres postgres() {
        EmbeddedPostgres postgres = keep(EmbeddedPostgres.start(directory.resolve("postgres"), programs(), 0));
        return new TestBackends.Postgres(postgres.jdbcUrl(), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD);
    }

    /** Shared by all test runs of this user: unpacking takes longer than starting. */
    private static Path programs() {
        return Path.of(
                System.getProperty("java.io.tmpdir"), "tideline-postgres-program-" + System.getProperty("user.name"));
    }

    private synchronized <T extends AutoCloseable> T keep(T backend) {
        started.push(backend);
        return backend;
    }

    @Override
    public synchronized void close() {
        for (AutoCloseable backend : started) {
            try {
                backend.close();
            } catch (Exception e) {
                System.err.println("test backend not stopped: " + e.getMessage());
            }
        }
        started.clear();
        try {
            Directories.delete(directory);
        } catch (IOException e) {
            System.err.println("test data not deleted: " + e.getMessage());
        }
    }
}

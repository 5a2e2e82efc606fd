package dev.tideline.backends;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A Redis server set up as a cache: bounded memory, least recently used keys evicted, nothing written to disk.
 *
 * <p>It runs as a daemon in a session of its own, so that a Ctrl-C in the terminal reaches the launcher alone, which
 * then stops things in their order.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private static final int BUSY_ATTEMPTS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MAX_MEMORY = "64mb";

    private final Path directory;
    private final int port;

    private EmbeddedRedis(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /**
     * Starts a server and returns when it answers. A server that an earlier, killed owner left in this directory is
     * stopped first.
     *
     * @param directory for its program, pid file and log; created when missing
     * @param port on 127.0.0.1, or 0 for a free one
     * @throws BackendException when the port is taken or the server does not come up
     */
    public static EmbeddedRedis start(Path directory, int port) {
        return start(directory, port, "");
    }

    /** The same, for clients who come over TLS with this password, and for no others. */
    public static EmbeddedRedis startSecured(Path directory, int port, Tls tls, String password) {
        int chosen = port == 0 ? Ports.free() : port;
        return start(directory, chosen, """
                port 0
                tls-port %d
                tls-cert-file %s
                tls-key-file %s
                tls-ca-cert-file %s
                tls-auth-clients no
                requirepass %s
                """.formatted(chosen, tls.certificate(), tls.key(), tls.authority(), password));
    }

    /** @param security lines of a configuration file: a password is no argument, which anybody could see */
    private static EmbeddedRedis start(Path directory, int port, String security) {
        EmbeddedRedis redis;
        try {
            Files.createDirectories(directory);
            redis = new EmbeddedRedis(directory.toRealPath(), port == 0 ? Ports.free() : port);
            redis.stopRunning();
            Ports.requireFree(redis.port, "stop it or choose another port for this Redis");
            redis.launch(redis.extractProgram(), security);
        } catch (IOException e) {
            throw new BackendException("Redis in " + directory + " does not start: " + e.getMessage(), e);
        }
        redis.awaitAnswer(security.isEmpty());
        return redis;
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** Stops the server that an earlier, killed owner left in this directory; whether there was one. */
    public static boolean stopOrphan(Path directory) {
        try {
            return Files.exists(directory) && new EmbeddedRedis(directory.toRealPath(), 0).stopRunning();
        } catch (IOException e) {
            throw new BackendException("cannot look into " + directory, e);
        }
    }

    private boolean stopRunning() {
        Optional<Orphan> running = running();
        running.ifPresent(Orphan::stop);
        return running.isPresent();
    }

    /** The live server process. */
    public Optional<ProcessHandle> process() {
        return running().flatMap(orphan -> ProcessHandle.of(orphan.pid()));
    }

    /** Stops the server; does nothing when it is gone already. */
    @Override
    public void close() {
        stopRunning();
    }

    private Optional<Orphan> running() {
        return Orphan.find(pidFile(), process -> Orphan.runs(process, program()));
    }

    private Path program() {
        return directory.resolve("redis-server");
    }

    private Path pidFile() {
        return directory.resolve("redis.pid");
    }

    private Path log() {
        return directory.resolve("redis.log");
    }

    private Path extractProgram() throws IOException {
        String name = Platform.current().redisResource();
        Path fresh = Files.createTempFile(directory, "redis-server", ".new");
        try (InputStream in = EmbeddedRedis.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new BackendException("the artifact embedded-redis has no " + name);
            }
            Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
        }
        if (!fresh.toFile().setExecutable(true)) {
            throw new BackendException("cannot make " + fresh + " executable");
        }
        // By rename, so that a kill in the middle leaves no half program behind.
        return Files.move(fresh, program(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void launch(Path program, String security) throws IOException {
        Files.deleteIfExists(pidFile());
        Files.deleteIfExists(log());
        Path settings =
                Files.writeString(directory.resolve("redis.conf"), security.isEmpty() ? "port " + port : security);
        List<String> command = List.of(
                program.toString(),
                settings.toString(),
                "--bind",
                host(),
                "--daemonize",
                "yes",
                "--dir",
                directory.toString(),
                "--pidfile",
                pidFile().toString(),
                "--logfile",
                log().toString(),
                "--save",
                "",
                "--appendonly",
                "no",
                "--maxmemory",
                MAX_MEMORY,
                "--maxmemory-policy",
                "allkeys-lru");
        ProcessBuilder redis = new ProcessBuilder(command);
        redis.redirectErrorStream(true);
        redis.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        startOnceWritten(redis);
    }

    /**
     * A process that another thread was starting while the program was being written holds it open for writing until it
     * has become its own program; until then the system refuses to run ours.
     */
    private static void startOnceWritten(ProcessBuilder redis) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                redis.start();
                return;
            } catch (IOException refused) {
                boolean busy = String.valueOf(refused.getMessage()).contains("Text file busy");
                if (!busy || attempt == BUSY_ATTEMPTS) {
                    throw refused;
                }
                Pause.millis(20);
            }
        }
    }

    private void awaitAnswer(boolean plainly) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!(plainly ? answers() : listens())) {
            if (System.nanoTime() > deadline) {
                close();
                throw new BackendException("Redis on port " + port + " does not answer: " + lastLogLine());
            }
            Pause.millis(10);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getByName(host()), port)) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            // The pid file comes after the socket; without it the server could not be found again.
            return socket.getInputStream().read() == '+' && running().isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** One that speaks TLS is not understood here. */
    private boolean listens() {
        try (Socket _ = new Socket(InetAddress.getByName(host()), port)) {
            return running().isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private String lastLogLine() {
        try {
            return Files.exists(log()) ? Files.readAllLines(log()).stream().reduce("", (a, b) -> b) : "it left no log";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

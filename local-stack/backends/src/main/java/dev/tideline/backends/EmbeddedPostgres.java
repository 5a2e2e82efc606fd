package dev.tideline.backends;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A Postgres server with lasting data and the durability of production: fsync and synchronous_commit are on.
 *
 * <p>It has one database, {@code tideline}, owned by the role {@code tideline}, which may create databases and roles.
 * Passwords are checked for every role but the bootstrap superuser.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    public static final String DATABASE = "tideline";
    public static final String USER = "tideline";
    public static final String PASSWORD = "tideline";

    private static final String SUPERUSER = "postgres";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ACCESS = """
            # Written at each start. The superuser is for the owner of this directory, on loopback only.
            local all postgres              trust
            host  all postgres 127.0.0.1/32 trust
            host  all postgres ::1/128      trust
            host  all all      127.0.0.1/32 scram-sha-256
            host  all all      ::1/128      scram-sha-256
            """;

    private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
    private final Path data;

    private EmbeddedPostgres(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, Path data) {
        this.server = server;
        this.data = data;
    }

    /** Like {@link #start(Path, Path, int)} with the programs in a folder beside the data. */
    public static EmbeddedPostgres start(Path directory, int port) {
        return start(directory, directory.resolve("program"), port);
    }

    /**
     * Starts a server and returns when it answers and has the database and the role. A server that an earlier, killed
     * owner left on this data is shut down first, without waiting for its clients.
     *
     * @param directory the data go to its subfolder {@code data}; created when missing
     * @param programs where the programs are unpacked once; may be shared by many servers
     * @param port on 127.0.0.1, or 0 for a free one
     * @throws BackendException when the port is taken or the server does not come up
     */
    public static EmbeddedPostgres start(Path directory, Path programs, int port) {
        return start(directory, programs, port, Map.of(), PASSWORD);
    }

    /** The same, for clients who come over TLS, and with another password of {@value #USER}. */
    public static EmbeddedPostgres startSecured(Path directory, Path programs, int port, Tls tls, String password) {
        Map<String, String> security = Map.of(
                "ssl",
                "on",
                "ssl_cert_file",
                tls.certificate().toString(),
                "ssl_key_file",
                tls.key().toString());
        return start(directory, programs, port, security, password);
    }

    private static EmbeddedPostgres start(
            Path directory, Path programs, int port, Map<String, String> security, String password) {
        Platform.current();
        try {
            Files.createDirectories(directory);
            Files.createDirectories(programs);
            Path data = directory.toRealPath().resolve("data");
            stopRunning(data);
            discardHalfMade(data);
            int chosen = port == 0 ? Ports.free() : port;
            Ports.requireFree(chosen, "stop it or choose another port for Postgres");
            EmbeddedPostgres postgres =
                    new EmbeddedPostgres(launch(data, programs.toRealPath(), chosen, security), data);
            postgres.createDatabase(password);
            return postgres;
        } catch (IOException | IllegalStateException e) {
            throw new BackendException("Postgres in " + directory + " does not start: " + e.getMessage(), e);
        }
    }

    private static io.zonky.test.db.postgres.embedded.EmbeddedPostgres launch(
            Path data, Path programs, int port, Map<String, String> security) throws IOException {
        ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(
                data.resolveSibling("postgres.log").toFile());
        var server = io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(programs.toFile())
                .setPort(port)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "64MB")
                .setServerConfig("max_connections", "100")
                .setLocaleConfig("locale", "C.UTF-8")
                .setDataDirectoryCustomizer(made -> writeAccess(made, !security.isEmpty()))
                .setRegisterShutdownHook(false) // the owner stops it, after its clients
                .setPGStartupWait(PATIENCE)
                .setOutputRedirector(log)
                .setErrorRedirector(log);
        security.forEach(server::setServerConfig);
        return server.start();
    }

    private static void writeAccess(File data, boolean encryptedOnly) {
        try {
            String access = encryptedOnly ? ACCESS.replace("host  all all ", "hostssl all all ") : ACCESS;
            Files.writeString(data.toPath().resolve("pg_hba.conf"), access);
            // The last thing before the first start: whatever lacks it was killed while it was being made.
            Files.writeString(made(data.toPath()), "initdb ended\n");
        } catch (IOException e) {
            throw new BackendException("cannot write to " + data, e);
        }
    }

    private static Path made(Path data) {
        return data.resolveSibling("data.made");
    }

    private static void discardHalfMade(Path data) throws IOException {
        if (Files.exists(data) && !Files.exists(made(data))) {
            Directories.delete(data);
        }
    }

    private static Path pidFile(Path data) {
        return data.resolve("postmaster.pid");
    }

    private static Optional<Orphan> running(Path data) {
        return Orphan.find(pidFile(data), process -> Orphan.mentions(process, data.toString()));
    }

    /** Shuts down the server that an earlier, killed owner left in this directory; whether there was one. */
    public static boolean stopOrphan(Path directory) {
        try {
            return Files.exists(directory) && stopRunning(directory.toRealPath().resolve("data"));
        } catch (IOException e) {
            throw new BackendException("cannot look into " + directory, e);
        }
    }

    private static boolean stopRunning(Path data) throws IOException {
        Optional<Orphan> running = running(data);
        running.ifPresent(orphan -> orphan.stop("INT"));
        // A pid file that names somebody else's process would keep Postgres from starting.
        Files.deleteIfExists(pidFile(data));
        return running.isPresent();
    }

    private void createDatabase(String password) {
        try (Connection connection = dataSource("postgres", SUPERUSER).getConnection();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "select 1 from pg_roles where rolname = '" + USER + "'")) {
                statement.execute("create role " + USER + " login createdb createrole password '" + password + "'");
            }
            if (!exists(statement, "select 1 from pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE + " owner " + USER);
            }
        } catch (SQLException e) {
            close();
            throw new BackendException("Postgres on port " + port() + " has no database: " + e.getMessage(), e);
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private PGSimpleDataSource dataSource(String database, String user) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port()});
        source.setDatabaseName(database);
        source.setUser(user);
        return source;
    }

    public int port() {
        return server.getPort();
    }

    /** JDBC address of the database {@code tideline}. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + DATABASE;
    }

    /** The live server process. */
    public Optional<ProcessHandle> process() {
        return running(data).flatMap(orphan -> ProcessHandle.of(orphan.pid()));
    }

    /** Shuts the server down without waiting for its clients; does nothing when it is gone already. */
    @Override
    public void close() {
        try {
            server.close(); // with "pg_ctl stop -m fast"; also lets go of its lock on the directory
        } catch (IOException e) {
            throw new BackendException("Postgres on port " + port() + " does not stop: " + e.getMessage(), e);
        }
        running(data).ifPresent(orphan -> orphan.stop("INT"));
    }
}

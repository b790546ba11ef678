package dev.pipette.testing.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A real PgBouncer in transaction mode in front of a {@link PostgresServer}: each transaction may get another connection,
 * and prepared statements are not kept apart.
 *
 * <pre>{@code
 * try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
 *   Connection pooled = PgBouncer.shared().connect(database);
 * }
 * }</pre>
 *
 * <p>A wrong password is told as {@code SASL authentication failed}, SQLSTATE 08P01; with {@code auth_type = plain} among the
 * settings it is {@code password authentication failed}, as the poolers say that are for rent.
 *
 * <p>It is the installed program, or else the package of Debian or Ubuntu, which is downloaded into the user's cache and
 * not installed. Where neither can be had, a test is skipped with the reason; with {@code CI=true} it fails.
 */
public final class PgBouncer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final int port;
    private final @Nullable Own own;

    private record Own(Path folder, ServerProcess process) {}

    private PgBouncer(int port, @Nullable Own own) {
        this.port = port;
        this.own = own;
    }

    /** The pooler of the build, in front of its server, with the default options; it lives as long as that server. */
    public static PgBouncer shared() {
        PostgresServer server = PostgresServer.shared();
        PgBouncerProgram program = PgBouncerProgram.of(Build.current());
        // one for each server: another one is started when that had to be replaced
        Properties noted = Build.current().note("pgbouncer-" + server.port(), PgBouncer::answers, folder -> {
            Properties properties = new Properties();
            int port = start(folder, server.address(), program, PgBouncerOptions.defaults()).port;
            properties.setProperty("port", String.valueOf(port));
            return properties;
        });
        return new PgBouncer(Integer.parseInt(noted.getProperty("port")), null);
    }

    private static boolean answers(Properties noted) {
        return FreePort.isTaken(Integer.parseInt(noted.getProperty("port")));
    }

    /** A pooler of one test. */
    public static PgBouncer own(PostgresServer server, PgBouncerOptions options) {
        return own(server.address(), options);
    }

    /** A pooler of one test that reaches its server by way of a proxy. */
    public static PgBouncer own(CuttingProxy proxy, PostgresServer server, PgBouncerOptions options) {
        return own(Address.local(proxy.port(), server.user(), server.password()), options);
    }

    private static PgBouncer own(Address server, PgBouncerOptions options) {
        PgBouncerProgram program = PgBouncerProgram.of(Build.current());
        Path folder = Folders.temporary("pipette-pgbouncer-");
        ServerProcess.guard(ProcessHandle.current().pid(), folder);
        try {
            return start(folder, server, program, options);
        } catch (RuntimeException failed) {
            Folders.delete(folder);
            throw failed;
        }
    }

    private static PgBouncer start(Path folder, Address server, PgBouncerProgram program, PgBouncerOptions options) {
        Account account = Account.in(folder);
        ServerProcess process = null;
        for (int attempt = 1; attempt <= 3; attempt++) {
            int port = FreePort.next();
            Path configuration = configure(folder, account, server, port, program, options);
            List<String> command = new ArrayList<>(program.command());
            command.add(configuration.toString());
            ServerProcess started = ServerProcess.start(folder, "", account.command(command));
            if (started.await(() -> started.log().contains("process up"))) {
                return new PgBouncer(port, new Own(folder, started));
            }
            process = started;
        }
        throw new IllegalStateException("PgBouncer does not start: " + (process == null ? "" : process.log()));
    }

    private static Path configure(
            Path folder,
            Account account,
            Address server,
            int port,
            PgBouncerProgram program,
            PgBouncerOptions options) {
        TreeMap<String, String> settings = new TreeMap<>();
        settings.put("listen_addr", HOST);
        settings.put("listen_port", String.valueOf(port));
        settings.put("unix_socket_dir", "");
        settings.put("pool_mode", "transaction");
        settings.put("default_pool_size", String.valueOf(options.poolSize()));
        settings.put("max_client_conn", String.valueOf(options.maxClients()));
        // pgJDBC sends it; all other parameters are refused, as by poolers that are for rent
        settings.put("ignore_startup_parameters", "extra_float_digits");
        settings.put("server_reset_query", "");
        settings.put("auth_type", "scram-sha-256");
        settings.put("auth_file", folder.resolve("users").toString());
        settings.put("auth_user", server.user());
        settings.put("auth_query", "SELECT usename, passwd FROM pg_catalog.pg_shadow WHERE usename = $1");
        settings.put("admin_users", server.user());
        if (program.knowsPreparedStatements()) {
            settings.put("max_prepared_statements", "0");
        }
        try {
            if (options.tls()) {
                Certificate.make(folder, account);
                settings.put("client_tls_sslmode", "require");
                settings.put(
                        "client_tls_key_file", folder.resolve(Certificate.KEY).toString());
                settings.put(
                        "client_tls_cert_file",
                        folder.resolve(Certificate.CERTIFICATE).toString());
            }
            settings.putAll(options.settings());
            write(folder.resolve("users"), "\"" + server.user() + "\" \"" + server.password() + "\"\n", account);
            String text = settings.entrySet().stream()
                    .map(setting -> setting.getKey() + " = " + setting.getValue() + "\n")
                    .collect(Collectors.joining());
            return write(
                    folder.resolve("pgbouncer.ini"),
                    "[databases]\n* = host=" + server.host() + " port=" + server.port() + "\n\n[pgbouncer]\n" + text,
                    account);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path write(Path file, String text, Account account) throws IOException {
        Files.writeString(file, text);
        account.own(file);
        return file;
    }

    /** The name or number of the machine. */
    public String host() {
        return HOST;
    }

    /** The port. */
    public int port() {
        return port;
    }

    /** The JDBC URL of a database by way of the pooler, without user and password, which are those of the database. */
    public String url(PostgresDatabase database) {
        return Address.SCHEME + HOST + ":" + port + "/" + database.name();
    }

    /** A connection, by way of the pooler, of the user who may do everything. */
    public Connection connect(PostgresDatabase database) throws SQLException {
        return DriverManager.getConnection(url(database), database.user(), database.password());
    }

    /** A connection, by way of the pooler, of a user. */
    public Connection connect(PostgresDatabase database, PostgresRole role) throws SQLException {
        return DriverManager.getConnection(url(database), role.name(), role.password());
    }

    /** Ends a pooler of one test; the one of the build stays. */
    @Override
    public void close() {
        if (own != null) {
            own.process().end("QUIT");
            Folders.delete(own.folder());
        }
    }

    @Override
    public String toString() {
        return HOST + ":" + port;
    }
}

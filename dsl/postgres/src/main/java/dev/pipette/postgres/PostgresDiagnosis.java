package dev.pipette.postgres;

import dev.pipette.postgres.PostgresProblems.Problem;
import dev.pipette.spi.Check;
import dev.pipette.spi.Check.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Looks at all that a load needs of a server, one after the other. What it makes to see whether it may, it makes in a
 * transaction that is rolled back.
 */
final class PostgresDiagnosis {
    private static final int PATIENCE_MILLIS = 15_000;
    private static final Duration SKEW = Duration.ofSeconds(5);
    private static final int OLDEST_TESTED = 130_000;

    private static final String HOST = "host";
    private static final String PORT = "port";
    private static final String LOGIN = "login";
    private static final String VERSION = "version";
    private static final String ENCODING = "encoding";
    private static final String CLOCK = "clock";
    private static final String WRITABLE = "writable";
    private static final String SCHEMA = "create schema";
    private static final String TABLE = "create table";
    private static final String TEMPORARY = "temporary table";
    private static final List<String> NAMES = List.of(
            HOST,
            PORT,
            TlsProbe.NAME,
            LOGIN,
            PoolerProbe.NAME,
            VERSION,
            ENCODING,
            CLOCK,
            WRITABLE,
            SCHEMA,
            TABLE,
            TEMPORARY);

    /** A schema in which this user may make tables; empty where there is none. */
    private static final String OPEN_SCHEMA = """
            SELECT coalesce(min(nspname), '') FROM pg_namespace
            WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
              AND has_schema_privilege(oid, 'USAGE') AND has_schema_privilege(oid, 'CREATE')""";

    private final PostgresClient client;
    private final List<Check> checks = new ArrayList<>();

    PostgresDiagnosis(PostgresClient client) {
        this.client = client;
    }

    List<Check> checks() {
        look();
        String failed = checks.stream()
                .filter(check -> check.status() == Status.FAILED)
                .map(Check::name)
                .findFirst()
                .orElse("");
        List<String> seen = checks.stream().map(Check::name).toList();
        NAMES.stream()
                .filter(name -> !seen.contains(name))
                .forEach(name -> checks.add(Check.skipped(name, "because " + failed + " failed")));
        return checks;
    }

    private void look() {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(client.server().host());
        } catch (UnknownHostException unknown) {
            checks.add(failed(HOST, unknown));
            return;
        }
        checks.add(Check.ok(
                HOST, Arrays.stream(addresses).map(InetAddress::getHostAddress).collect(Collectors.joining(", "))));
        if (!reaches()) {
            return;
        }
        try (Connection connection = client.connectUnprepared()) {
            checks.add(login(user(connection), client.password()));
            checks.add(PoolerProbe.check(client, connection));
            version(connection);
            clock(connection);
            rights(connection);
        } catch (SQLException refused) {
            if (checks.size() < NAMES.size()) {
                checks.add(failed(NAMES.get(checks.size()), refused));
            }
        }
    }

    private boolean reaches() {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(
                    new InetSocketAddress(
                            client.server().host(), client.server().port()),
                    PATIENCE_MILLIS);
            checks.add(Check.ok(PORT, client.server().port() + " accepts connections"));
            Check tls = TlsProbe.ask(socket, client.encryption());
            checks.add(tls);
            return tls.status() != Status.FAILED;
        } catch (IOException unreachable) {
            checks.add(failed(NAMES.get(checks.size()), unreachable));
            return false;
        }
    }

    private Check failed(String name, Exception thrown) {
        Problem problem = client.problems().problem(thrown);
        return Check.failed(name, problem.sentence(), problem.advice());
    }

    private static Check login(String user, Password password) {
        String found = user + (password.origin().isEmpty() ? "" : ", with the password from " + password.origin());
        return password.ignored()
                .map(why -> Check.warning(LOGIN, found, why + "."))
                .orElseGet(() -> Check.ok(LOGIN, found));
    }

    private static String user(Connection connection) throws SQLException {
        return "as " + value(connection, "SELECT current_user") + " to database "
                + value(connection, "SELECT current_database()");
    }

    private void version(Connection connection) throws SQLException {
        String version = value(connection, "SHOW server_version");
        boolean tested = Integer.parseInt(value(connection, "SHOW server_version_num")) >= OLDEST_TESTED;
        checks.add(
                tested
                        ? Check.ok(VERSION, "PostgreSQL " + version)
                        : Check.warning(
                                VERSION, "PostgreSQL " + version, "Update the server: older than 13 is not tested."));
        String encoding = value(connection, "SHOW server_encoding");
        checks.add(
                encoding.equals("UTF8")
                        ? Check.ok(ENCODING, encoding)
                        : Check.warning(
                                ENCODING,
                                encoding,
                                "Load into a database whose encoding is UTF8: this one refuses rows with characters"
                                        + " that its encoding does not have."));
    }

    private void clock(Connection connection) throws SQLException {
        Instant before = Instant.now();
        Instant there;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT clock_timestamp()")) {
            result.next();
            there = result.getObject(1, OffsetDateTime.class).toInstant();
        }
        checks.add(clock(before, Instant.now(), there));
    }

    /** Compares the server's time with that of this machine just before and after it was asked. */
    static Check clock(Instant before, Instant after, Instant there) {
        Duration behind = Duration.between(there, before);
        Duration ahead = Duration.between(after, there);
        Duration skew = behind.compareTo(ahead) > 0 ? behind : ahead;
        if (skew.compareTo(SKEW) < 0) {
            return Check.ok(CLOCK, "within " + SKEW.toSeconds() + " s of this machine's");
        }
        return Check.warning(
                CLOCK,
                skew.toSeconds() + " s " + (skew.equals(ahead) ? "ahead of" : "behind") + " this machine's",
                "Set the clock of one of them: the times of loads are those of this machine.");
    }

    private void rights(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            boolean readOnly = value(connection, "SHOW transaction_read_only").equals("on");
            if (readOnly) {
                checks.add(Check.failed(
                        WRITABLE,
                        value(connection, "SELECT pg_is_in_recovery()").equals("t")
                                ? "no: it is a standby"
                                : "no: the database may only be read",
                        "Name the primary server, or let an administrator set default_transaction_read_only to off."));
                return;
            }
            checks.add(Check.ok(WRITABLE, "yes"));
            String schema = "_pipette_doctor_" + UUID.randomUUID().toString().replace("-", "");
            schemaAndTable(connection, schema);
            make(connection, TEMPORARY, "CREATE TEMPORARY TABLE " + schema + " (id bigint) ON COMMIT DROP")
                    .ifPresent(checks::add);
        } finally {
            connection.rollback();
        }
    }

    /** Who may make no schema can still load into one that is there. */
    private void schemaAndTable(Connection connection, String schema) throws SQLException {
        Optional<Check> refused = make(connection, SCHEMA, "CREATE SCHEMA " + schema);
        if (refused.isEmpty()) {
            make(connection, TABLE, "CREATE TABLE " + schema + ".probe (id bigint)")
                    .ifPresent(checks::add);
            return;
        }
        Check no = refused.get();
        String there = value(connection, OPEN_SCHEMA);
        if (there.isEmpty()) {
            checks.add(no);
            checks.add(Check.skipped(TABLE, "because there is no schema to make one in"));
            return;
        }
        checks.add(Check.warning(
                SCHEMA,
                no.found(),
                no.advice() + " Without it, only a dataset that is there can be" + " loaded, such as " + there + "."));
        make(connection, TABLE, "CREATE TABLE " + BinaryCopy.quoted(there) + "." + schema + " (id bigint)")
                .ifPresent(checks::add);
    }

    /** Makes something; what the server says when it may not be made. */
    private Optional<Check> make(Connection connection, String name, String sql) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            checks.add(Check.ok(name, "may be made"));
            return Optional.empty();
        } catch (SQLException refused) {
            connection.rollback(before);
            return Optional.of(failed(name, refused));
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return String.valueOf(result.getString(1));
        }
    }
}

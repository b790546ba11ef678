package dev.pipette.postgres;

import static dev.pipette.Pipette.postgres;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Destination;
import dev.pipette.admin.Diagnosis;
import dev.pipette.settings.Secret;
import dev.pipette.spi.Check;
import dev.pipette.spi.Check.Status;
import dev.pipette.testing.postgres.PgBouncer;
import dev.pipette.testing.postgres.PgBouncerOptions;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresRole;
import dev.pipette.testing.postgres.PostgresServer;
import dev.pipette.testing.postgres.RefusingServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code pipette doctor} finds at real servers. */
class PostgresDiagnosisTests {
    private static final String SECRET = "hunter2-and-more";

    @TempDir
    Path home;

    private final PostgresDatabase database = PostgresServer.shared().newDatabase();

    @AfterEach
    void drop() {
        database.close();
    }

    private Diagnosis diagnose(Destination destination) {
        Diagnosis diagnosis = destination.diagnose(home);
        assertThat(diagnosis.toString() + diagnosis.toHtml()).doesNotContain(SECRET, database.password());
        return diagnosis;
    }

    private static Check check(Diagnosis diagnosis, String name) {
        return diagnosis.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A failure and all after it, which were not looked at. */
    private static void assertEndsWith(Diagnosis diagnosis, Check failed) {
        List<Check> checks = diagnosis.checks();
        int at = checks.indexOf(check(diagnosis, failed.name()));
        assertThat(diagnosis.ok()).isFalse();
        assertThat(checks).hasSize(12);
        assertThat(checks.get(at)).isEqualTo(failed);
        assertThat(checks.subList(0, at))
                .allSatisfy(before -> assertThat(before.status()).isEqualTo(Status.OK));
        assertThat(checks.subList(at + 1, checks.size()))
                .allSatisfy(after -> assertThat(after)
                        .isEqualTo(Check.skipped(after.name(), "because " + failed.name() + " failed")));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void a_server_as_it_should_be() {
        Diagnosis diagnosis = diagnose(Logins.owner(database));

        assertThat(diagnosis.ok()).isTrue();
        assertThat(diagnosis
                        .toString()
                        .replaceAll("PostgreSQL [\\d.]+.*", "PostgreSQL N")
                        .replaceAll("-{16,}", "---")
                        .replace(database.name(), "DATABASE"))
                .isEqualTo("""
                        postgres 127.0.0.1:PORT/DATABASE: loads can run

                        check            result  found
                        ---------------  ------  ---
                        host             ok      127.0.0.1
                        port             ok      PORT accepts connections
                        tls              ok      not offered; the connection stays on this machine
                        login            ok      as postgres to database DATABASE
                        pooler           ok      none: the server itself answers
                        version          ok      PostgreSQL N
                        encoding         ok      UTF8
                        clock            ok      within 5 s of this machine's
                        writable         ok      yes
                        create schema    ok      may be made
                        create table     ok      may be made
                        temporary table  ok      may be made""".replace(
                                "PORT", String.valueOf(PostgresServer.shared().port())));
    }

    @Test
    void nothing_is_left_behind() {
        List<String> before = database.rows("SELECT nspname FROM pg_namespace ORDER BY 1");

        diagnose(Logins.owner(database));

        assertThat(database.rows("SELECT nspname FROM pg_namespace ORDER BY 1")).isEqualTo(before);
        assertThat(database.rows("SELECT count(*) FROM pg_class WHERE relname ~ 'pipette'"))
                .containsExactly("0");
    }

    @Test
    void a_wrong_password() {
        assertEndsWith(
                diagnose(Logins.owner(database).password(Secret.of(SECRET))),
                Check.failed(
                        "login",
                        "password authentication failed for user \"postgres\" (28P01)",
                        "Check that the user is right, that the password is right (in a URL, @ is written %40, / is"
                                + " %2F, ? is %3F). Not tried again: repeated failures block your address."));
    }

    @Test
    void no_such_database() {
        assertEndsWith(
                diagnose(Logins.owner(database, PostgresServer.shared().url("nowhere"))),
                Check.failed(
                        "login",
                        "database \"nowhere\" does not exist (3D000)",
                        "Correct its name, or let an administrator run: CREATE DATABASE \"nowhere\"."));
    }

    @Test
    void tls_that_is_demanded_and_not_offered() {
        assertEndsWith(
                diagnose(postgres(database.url() + "?sslmode=require").user(database.user())),
                Check.failed(
                        "tls",
                        "not offered, and demanded (sslmode=require)",
                        "Where the network is trusted, say sslmode=disable in the URL; else let the server offer TLS."));
    }

    @Test
    void a_closed_port() throws IOException {
        assertEndsWith(
                diagnose(postgres("postgres://loader:" + SECRET + "@127.0.0.1:" + closedPort() + "/items")),
                Check.failed(
                        "port", "Connection refused", "Check that the server runs, and that host and port are right."));
    }

    @Test
    void an_unknown_host() {
        assertEndsWith(
                diagnose(postgres("postgres://loader:" + SECRET + "@nowhere.invalid/items")),
                Check.failed(
                        "host",
                        "there is no host \"nowhere.invalid\"",
                        "Correct the name, or look after this machine's name server."));
    }

    @Test
    void a_port_of_something_else() {
        try (RefusingServer server = RefusingServer.withGarbage()) {
            assertThat(diagnose(postgres(server.url("items")).user("loader")).ok())
                    .isFalse();
        }
    }

    @Test
    void a_role_without_rights() {
        PostgresRole role = database.newRole();

        Diagnosis diagnosis = diagnose(Logins.role(role, database.url()));

        assertThat(diagnosis.ok()).isFalse();
        assertThat(check(diagnosis, "create schema"))
                .isEqualTo(Check.failed(
                        "create schema",
                        "permission denied for database " + database.name() + " (42501)",
                        "Let an administrator run: GRANT CONNECT, CREATE, TEMPORARY ON DATABASE \"" + database.name()
                                + "\" TO \"" + role.name() + "\";"));
        assertThat(check(diagnosis, "create table"))
                .isEqualTo(Check.skipped("create table", "because there is no schema to make one in"));
        assertThat(check(diagnosis, "temporary table").status()).isEqualTo(Status.OK);
    }

    @Test
    void a_role_with_a_dataset_of_its_own_can_load_into_it() {
        PostgresRole role = database.newRole();
        database.execute("CREATE SCHEMA mine AUTHORIZATION " + role.name());

        Diagnosis diagnosis = diagnose(Logins.role(role, database.url()));

        assertThat(diagnosis.ok()).isTrue();
        assertThat(check(diagnosis, "create schema").status()).isEqualTo(Status.WARNING);
        assertThat(check(diagnosis, "create schema").advice())
                .endsWith(" Without it, only a dataset that is there can be loaded, such as mine.");
        assertThat(check(diagnosis, "create table").status()).isEqualTo(Status.OK);
    }

    @Test
    void a_role_that_may_only_read() {
        PostgresRole role = database.newRole();
        database.execute("ALTER ROLE " + role.name() + " SET default_transaction_read_only = on");

        Diagnosis diagnosis = diagnose(Logins.role(role, database.url()));

        assertEndsWith(
                diagnosis,
                Check.failed(
                        "writable",
                        "no: the database may only be read",
                        "Name the primary server, or let an administrator set default_transaction_read_only to off."));
    }

    @Test
    void a_pooler_in_transaction_mode_is_found_and_wants_to_be_announced() {
        Destination pooled = Logins.owner(database, PgBouncer.shared().url(database));

        assertThat(check(diagnose(pooled), "pooler"))
                .isEqualTo(Check.warning(
                        "pooler",
                        "one in transaction mode, which is not declared",
                        "Say .transactionPooler(), or transaction_pooler = true in the settings: prepared statements fail"
                                + " sooner or later."));
        assertThat(diagnose(pooled.transactionPooler()).checks())
                .allSatisfy(
                        check -> assertThat(check.status()).as(check.toString()).isEqualTo(Status.OK));
        assertThat(check(diagnose(pooled.transactionPooler()), "pooler").found())
                .isEqualTo("one in transaction mode, as declared");
    }

    @Test
    void a_pool_with_one_connection_does_not_stop_the_look() {
        try (PgBouncer pooler = PgBouncer.own(
                PostgresServer.shared(), PgBouncerOptions.defaults().withPoolSize(1))) {
            Destination pooled = Logins.owner(database, pooler.url(database)).transactionPooler();

            assertThat(diagnose(pooled).ok()).isTrue();
        }
    }

    @Test
    void a_pooler_in_session_mode_is_none_in_transaction_mode() {
        try (PgBouncer pooler = PgBouncer.own(
                PostgresServer.shared(), PgBouncerOptions.defaults().with("pool_mode", "session"))) {
            Destination pooled = Logins.owner(database, pooler.url(database));

            assertThat(check(diagnose(pooled), "pooler")).isEqualTo(Check.ok("pooler", "one in session mode"));
        }
    }

    @Test
    void a_flag_without_a_pooler_is_superfluous() {
        assertThat(check(diagnose(Logins.owner(database).transactionPooler()), "pooler")
                        .status())
                .isEqualTo(Status.WARNING);
    }

    @Test
    void a_clock_that_is_wrong_is_told_with_its_direction() {
        Instant now = Instant.parse("2025-12-24T06:00:00Z");

        assertThat(Map.of(
                        "ahead",
                                PostgresDiagnosis.clock(now, now.plusMillis(3), now.plusSeconds(61))
                                        .found(),
                        "behind",
                                PostgresDiagnosis.clock(now, now.plusMillis(3), now.minusSeconds(60))
                                        .found(),
                        "slow",
                                PostgresDiagnosis.clock(now, now.plusSeconds(9), now.plusSeconds(7))
                                        .found()))
                .isEqualTo(Map.of(
                        "ahead", "60 s ahead of this machine's",
                        "behind", "60 s behind this machine's",
                        "slow", "within 5 s of this machine's"));
    }
}

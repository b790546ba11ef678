package dev.pipette.postgres;

import static dev.pipette.Pipette.postgres;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipette.Destination;
import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.admin.Diagnosis;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.spi.Check;
import dev.pipette.spi.DestinationClient.Access;
import dev.pipette.spi.DestinationConfig;
import dev.pipette.testing.postgres.PostgresServer;
import dev.pipette.testing.postgres.RefusingServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Servers by an address that is not one of this machine's names. {@code [::ffff:127.0.0.1]} leads to the loopback interface
 * all the same, so that no packet leaves the machine that tests.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the server of OffLoopbackTests")
class OffLoopbackTests {
    private static final String HOST = "[::ffff:127.0.0.1]";
    private static final String SECRET = "hunter2-and-more";
    private static final PostgresServer SERVER = PostgresServer.ownWithTls();

    @TempDir
    Path home;

    @AfterAll
    static void end() {
        SERVER.close();
    }

    private static String url(int port, String query) {
        return "postgres://" + HOST + ":" + port + "/postgres" + query;
    }

    private static Destination refusing(RefusingServer server, String query) {
        return postgres(url(server.port(), query)).user("loader").password(Secret.of(SECRET));
    }

    private static Destination encrypted(String query) {
        return encrypted(HOST, query);
    }

    private static Destination encrypted(String host, String query) {
        return postgres("postgres://" + host + ":" + SERVER.port() + "/postgres" + query)
                .user(SERVER.user())
                .password(Secret.of(SERVER.password()));
    }

    private LoadInfo load(Destination destination) {
        return Pipette.pipeline("items", destination)
                .home(home)
                .run(resource("items").rows(List.of(Map.of("id", 1))).replace());
    }

    private String refusal(Destination destination) {
        return String.valueOf(
                catchThrowableOfType(PipetteException.class, () -> load(destination.retryFor(Duration.ZERO)))
                        .getMessage());
    }

    private String isEncrypted(Destination destination) {
        String sql = "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        return String.valueOf(destination.query(sql, home).result().getValue(0, 0));
    }

    private static Check tls(Diagnosis diagnosis) {
        return diagnosis.checks().stream()
                .filter(check -> check.name().equals("tls"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothing_of_a_login_is_sent_to_a_server_that_declines_tls() {
        try (RefusingServer server = RefusingServer.askingForPasswords()) {
            assertThat(refusal(refusing(server, "")))
                    .isEqualTo("[DESTINATION_FAILED] could not connect (postgres " + HOST + ":" + server.port()
                            + "/postgres, user loader): The server does not support SSL (08004). Where the network is"
                            + " trusted, say sslmode=disable in the URL; else let the server offer TLS.");

            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.logins()).isEmpty();
            assertThat(server.passwords()).isEmpty();
        }
    }

    @Test
    void the_password_itself_is_not_sent_unencrypted_unless_the_address_says_so_twice() {
        try (RefusingServer server = RefusingServer.askingForPasswords()) {
            assertThat(refusal(refusing(server, "?sslmode=prefer")))
                    .isEqualTo("[DESTINATION_AUTH] could not connect (postgres " + HOST + ":" + server.port()
                            + "/postgres, user loader): Authentication method is not allowed by requireAuth (08004). The"
                            + " server asks for another login than require_auth allows; over a connection that may be"
                            + " unencrypted, the password itself is not sent. Say sslmode=require in the URL, or, where"
                            + " the network is trusted, require_auth=password.");
            assertThat(server.logins()).hasSize(1);
            assertThat(server.passwords()).isEmpty();

            assertThat(refusal(refusing(server, "?sslmode=prefer&require_auth=password")))
                    .startsWith("[DESTINATION_AUTH] ")
                    .contains("password authentication failed");
            assertThat(server.passwords()).containsExactly(SECRET);
        }
    }

    @Test
    void another_login_than_the_required_one_is_refused_on_this_machine_too() {
        try (RefusingServer server = RefusingServer.askingForPasswords()) {
            Destination destination = postgres(server.url("postgres") + "?require_auth=scram-sha-256")
                    .user("loader")
                    .password(Secret.of(SECRET));

            assertThat(refusal(destination)).contains("Authentication method is not allowed by requireAuth (08004)");
            assertThat(server.passwords()).isEmpty();
        }
    }

    @Test
    void a_server_that_offers_tls_is_loaded_into_by_default() {
        assertThat(load(encrypted("")).notes()).isEmpty();
        assertThat(isEncrypted(encrypted(""))).isEqualTo("true");
    }

    @Test
    void a_run_without_encryption_says_so() {
        assertThat(load(encrypted("?sslmode=disable")).notes())
                .containsExactly("the connection to " + HOST + ":" + SERVER.port()
                        + " is not encrypted (sslmode=disable in the address): others on the way can read the rows. Take"
                        + " sslmode=disable out of the URL to require TLS");
        assertThat(isEncrypted(encrypted("?sslmode=disable"))).isEqualTo("false");
    }

    @Test
    void a_certificate_is_checked_where_one_is_named() {
        String root = "?sslrootcert=" + SERVER.certificate();

        assertThat(isEncrypted(encrypted("localhost", root + "&sslmode=verify-full")))
                .isEqualTo("true");
        assertThat(isEncrypted(encrypted(root + "&sslmode=require"))).isEqualTo("true");
        assertThat(refusal(encrypted(root)))
                .startsWith("[DESTINATION_FAILED] could not connect (postgres " + HOST + ":" + SERVER.port());
        assertThat(refusal(encrypted("?sslrootcert=system")))
                .startsWith("[DESTINATION_FAILED] could not connect (postgres " + HOST + ":" + SERVER.port());
    }

    @Test
    void the_doctor_sees_whether_tls_is_offered() {
        assertThat(tls(encrypted("").diagnose(home))).isEqualTo(Check.ok("tls", "offered (sslmode=require)"));
        try (RefusingServer server = RefusingServer.askingForPasswords()) {
            assertThat(tls(refusing(server, "").diagnose(home)))
                    .isEqualTo(Check.failed(
                            "tls",
                            "not offered, and demanded (sslmode=require, the default for other machines)",
                            "Where the network is trusted, say sslmode=disable in the URL; else let the server offer"
                                    + " TLS."));
            assertThat(server.logins()).isEmpty();
        }
    }

    @Test
    void a_password_file_lets_in_and_the_doctor_says_which_line() throws Exception {
        Path file = home.resolve("passwords");
        Files.writeString(file, "#\n*:*:*:" + SERVER.user() + ":" + SERVER.password() + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        PostgresClient client = client(Map.of("PGPASSFILE", file.toString()));

        client.open(Access.READ).close();

        assertThat(client.diagnose())
                .contains(Check.ok(
                        "login", "as postgres to database postgres, with the password from line 2 of " + file));
        assertThat(client.hints()).isEmpty();
    }

    @Test
    void a_password_file_that_others_can_read_lets_nobody_in() throws Exception {
        Path file = home.resolve("passwords");
        Files.writeString(file, "*:*:*:*:" + SERVER.password());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        PostgresClient client = client(Map.of("PGPASSFILE", file.toString()));
        String ignored = file + " is ignored, because others can read it: run chmod 600 " + file;

        assertThat(catchThrowableOfType(PipetteException.class, () -> client.open(Access.READ)))
                .hasMessage("[DESTINATION_AUTH] could not connect (postgres " + HOST + ":" + SERVER.port()
                        + "/postgres, user postgres): The server requested SCRAM-based authentication, but the password"
                        + " is an empty string (08004). Check that the user is right, that a password is given ("
                        + ignored + "). Not tried again: repeated failures block your address.");
        assertThat(client.hints()).containsExactly(ignored);
    }

    private PostgresClient client(Map<String, String> variables) {
        DestinationConfig config = new DestinationConfig(
                "//" + HOST + ":" + SERVER.port() + "/postgres",
                Map.of("user", SERVER.user()),
                Duration.ofSeconds(5),
                home);
        return new PostgresClient(config, new LibpqEnvironment(variables, home));
    }
}

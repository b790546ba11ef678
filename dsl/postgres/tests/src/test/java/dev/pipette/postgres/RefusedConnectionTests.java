package dev.pipette.postgres;

import static dev.pipette.Pipette.postgres;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipette.Destination;
import dev.pipette.LoadListener;
import dev.pipette.Pipette;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.postgres.CuttingProxy;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import dev.pipette.testing.postgres.RefusingServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a destination is asked that refuses, counted by the one that refuses. */
@Execution(ExecutionMode.CONCURRENT)
class RefusedConnectionTests {
    private static final String SECRET = "hunter2-and-more";

    @TempDir
    Path home;

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private final LoadListener listener = new LoadListener() {
        @Override
        public void reached(LoadStep step, String loadId) {}

        @Override
        public void retrying(String why, Duration after) {
            reasons.add(why);
            pauses.add(after);
        }
    };

    private void load(Destination destination) {
        Pipette.pipeline("items", destination)
                .home(home)
                .listener(listener)
                .run(resource("items").rows(List.of(Map.of("id", 1))));
    }

    private PipetteException refusal(Destination destination) {
        PipetteException refused = catchThrowableOfType(PipetteException.class, () -> load(destination));
        assertThat(refused).message().doesNotContain(SECRET);
        return refused;
    }

    private static Destination destination(RefusingServer server) {
        return postgres(server.url("items")).user("loader").password(Secret.of(SECRET));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "28P01 | password authentication failed for user \"loader\" | DESTINATION_AUTH",
                "08P01 | password authentication failed | DESTINATION_AUTH",
                "XX000 | (ENOTFOUND) tenant/user loader not found | DESTINATION_AUTH",
                "XX000 | Tenant or user not found | DESTINATION_AUTH",
                "XX000 | (ENOIDENTIFIER) no tenant identifier provided | DESTINATION_AUTH",
                "XX000 | (ECIRCUITBREAKER) too many authentication failures | DESTINATION_AUTH",
                "XX000 | Circuit breaker open | DESTINATION_AUTH",
                "XX000 | (EADDRNOTALLOWED) address not in tenant allow_list | DESTINATION_AUTH",
                "XX000 | (EBANNED) tenant is banned | DESTINATION_AUTH",
                "XX000 | (ESSLREQUIRED) SSL connection is required for user: x | DESTINATION_FAILED",
                "08P01 | unsupported startup parameter: options | DESTINATION_FAILED",
                "3D000 | database \"items\" does not exist | DESTINATION_FAILED",
                "53100 | no space left on device | DESTINATION_FAILED"
            })
    void what_waiting_does_not_mend_is_tried_once(String state, String sentence, ErrorCode code) {
        try (RefusingServer server = RefusingServer.withError("FATAL", state, sentence)) {
            PipetteException refused = refusal(destination(server));

            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused)
                    .message()
                    .startsWith("[" + code + "] could not connect (postgres 127.0.0.1:" + server.port()
                            + "/items, user loader): " + sentence + " (" + state + "). ");
            assertThat(server.logins()).hasSize(1);
            assertThat(pauses).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "XX000 | (EMAXCONN) max client connections reached, limit: 200",
                "XX000 | (EMAXCONNSESSION) max clients reached in session mode",
                "XX000 | Max client connections reached",
                "XX000 | (ECHECKOUTTIMEOUT) unable to check out connection from the pool after 60000ms",
                "XX000 | (ECIRCUITBREAKER) failed to retrieve database credentials after multiple attempts",
                "XX000 | (ECIRCUITBREAKER) too many failed attempts to connect to the database",
                "08006 | (EAUTHTIMEOUT) authentication timed out",
                "08006 | (ESSLHANDSHAKE) handshake failed",
                "08P01 | no more connections allowed (max_client_conn)",
                "53300 | sorry, too many clients already",
                "57P03 | the database system is starting up"
            })
    void what_may_pass_is_tried_again(String state, String sentence) {
        try (RefusingServer server = RefusingServer.withError("FATAL", state, sentence)) {
            PipetteException refused = refusal(destination(server).retryFor(Duration.ofSeconds(1)));

            assertThat(refused.code()).isEqualTo(ErrorCode.DESTINATION_UNAVAILABLE);
            assertThat(refused).message().contains("): " + sentence + " (" + state + ").");
            assertThat(pauses).isNotEmpty();
            assertThat(server.logins()).hasSize(pauses.size() + 1);
            assertThat(reasons).allSatisfy(why -> assertThat(why).isEqualTo(refused.getMessage()));
        }
    }

    @Test
    void a_pooler_that_lets_in_and_then_has_no_connection_is_tried_again() {
        try (RefusingServer server = RefusingServer.withErrorAfterLogin(
                "FATAL", "XX000", "(ECHECKOUTTIMEOUT) unable to check out connection from the pool after 60000ms")) {
            PipetteException refused =
                    refusal(destination(server).transactionPooler().retryFor(Duration.ofSeconds(1)));

            assertThat(refused)
                    .hasMessage("[DESTINATION_UNAVAILABLE] could not begin a transaction (postgres 127.0.0.1:"
                            + server.port()
                            + "/items, user loader): (ECHECKOUTTIMEOUT) unable to check out connection from the pool"
                            + " after 60000ms (XX000). All connections of the pool are busy. Nothing was changed.");
            assertThat(pauses).isNotEmpty();
            assertThat(server.logins()).hasSize(pauses.size() + 1);
        }
    }

    @Test
    void the_pauses_grow() {
        try (RefusingServer server = RefusingServer.withError("FATAL", "53300", "sorry, too many clients already")) {
            refusal(destination(server).retryFor(Duration.ofSeconds(2)));

            assertThat(pauses).hasSizeGreaterThanOrEqualTo(2);
            assertThat(pauses.get(0)).isBetween(Duration.ofMillis(375), Duration.ofMillis(625));
            assertThat(pauses.get(1)).isGreaterThan(pauses.get(0));
            assertThat(server.logins()).hasSize(pauses.size() + 1);
        }
    }

    @Test
    void a_limit_of_zero_tries_once() {
        try (RefusingServer server = RefusingServer.withError("FATAL", "57P03", "the database system is starting up")) {
            refusal(destination(server).retryFor(Duration.ZERO));

            assertThat(server.logins()).hasSize(1);
        }
    }

    @Test
    void a_server_that_says_something_else_is_none_of_ours() {
        try (RefusingServer server = RefusingServer.withGarbage()) {
            assertThat(refusal(destination(server)))
                    .hasMessage("[DESTINATION_FAILED] could not connect (postgres 127.0.0.1:" + server.port()
                            + "/items, user loader): Protocol error.  Session setup failed (08P01). Check that the port"
                            + " is right.");
        }
    }

    @Test
    void a_server_that_hangs_up_is_tried_again() {
        try (RefusingServer server = RefusingServer.withEnd()) {
            assertThat(refusal(destination(server).retryFor(Duration.ofSeconds(1))))
                    .hasMessage("[DESTINATION_UNAVAILABLE] could not connect (postgres 127.0.0.1:" + server.port()
                            + "/items, user loader): The connection attempt failed: it ended (08001).");
            assertThat(pauses).isNotEmpty();
        }
    }

    @Test
    void a_server_that_is_back_in_time_is_loaded_into() {
        try (PostgresDatabase database = PostgresServer.shared().newDatabase();
                CuttingProxy proxy = CuttingProxy.before(PostgresServer.shared())) {
            proxy.refuse();
            LoadListener comesBack = new LoadListener() {
                @Override
                public void reached(LoadStep step, String loadId) {}

                @Override
                public void retrying(String why, Duration after) {
                    reasons.add(why);
                    proxy.acceptAgain();
                }
            };

            Pipette.pipeline(
                            "items", Logins.owner(database, proxy.url(database)).retryFor(Duration.ofSeconds(20)))
                    .home(home)
                    .listener(comesBack)
                    .run(resource("items").rows(List.of(Map.of("id", 1))));

            assertThat(database.rows("SELECT id FROM items_dataset.items")).containsExactly("1");
            assertThat(reasons)
                    .containsExactly("[DESTINATION_UNAVAILABLE] could not connect (postgres 127.0.0.1:" + proxy.port()
                            + "/" + database.name() + ", user " + database.user() + "): Connection to 127.0.0.1:"
                            + proxy.port() + " refused (08001). Check that the server runs, and that host and port are"
                            + " right.");
        }
    }

    @Test
    void an_unknown_host_is_told_at_once() {
        assertThat(refusal(postgres("postgres://loader@nowhere.invalid/items")))
                .hasMessage("[DESTINATION_FAILED] could not connect (postgres nowhere.invalid:5432/items, user loader):"
                        + " there is no host \"nowhere.invalid\" (08001). Correct the name, or look after this machine's"
                        + " name server.");
        assertThat(pauses).isEmpty();
    }
}

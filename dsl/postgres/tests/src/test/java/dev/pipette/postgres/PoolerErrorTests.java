package dev.pipette.postgres;

import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.testing.postgres.PgBouncer;
import dev.pipette.testing.postgres.PgBouncerOptions;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real PgBouncer refuses, and what people are told. */
class PoolerErrorTests {
    @TempDir
    Path home;

    private final PostgresDatabase database = PostgresServer.shared().newDatabase();

    @AfterEach
    void drop() {
        database.close();
    }

    private Destination destination(PgBouncer pooler, String parameters) {
        return Logins.owner(database, pooler.url(database) + parameters).transactionPooler();
    }

    private void load(Destination destination) {
        Pipette.pipeline("shop", destination).home(home).run(resource("orders").rows(List.of(Map.of("id", 1))));
    }

    private String refusal(PgBouncer pooler, Destination destination) {
        PipetteException refused = catchThrowableOfType(PipetteException.class, () -> load(destination));
        return String.valueOf(refused.getMessage())
                .replace("postgres 127.0.0.1:" + pooler.port() + "/" + database.name(), "PLACE")
                .replace(database.name(), "DATABASE");
    }

    @Test
    void a_wrong_password_in_the_words_of_poolers_that_are_for_rent() {
        try (PgBouncer pooler = PgBouncer.own(
                PostgresServer.shared(), PgBouncerOptions.defaults().with("auth_type", "plain"))) {
            assertThat(refusal(pooler, destination(pooler, "").password(Secret.of("wr0ng-pw"))))
                    .isEqualTo("[DESTINATION_AUTH] could not connect (PLACE, user postgres): password authentication"
                            + " failed (08P01). Check that the user is written as Supabase's pooler needs it"
                            + " (postgres.PROJECT_REF), that the password is right (in a URL, @ is written %40, / is"
                            + " %2F, ? is %3F). Not tried again: repeated failures block your address.");
        }
    }

    @Test
    void parameters_that_a_pooler_cannot_keep() {
        PgBouncer pooler = PgBouncer.shared();

        assertThat(refusal(pooler, destination(pooler, "?currentSchema=s1")))
                .isEqualTo(
                        "[DESTINATION_FAILED] could not connect (PLACE, user postgres): unsupported startup parameter:"
                                + " search_path (08P01). Take the parameter out of the URL: a pooler cannot keep it.");
    }

    @Test
    void too_many_clients_are_tried_again() throws SQLException {
        try (PgBouncer pooler = PgBouncer.own(
                        PostgresServer.shared(), PgBouncerOptions.defaults().withMaxClients(1));
                Connection first = pooler.connect(database)) {
            assertThat(refusal(pooler, destination(pooler, "").retryFor(Duration.ofMillis(50))))
                    .isEqualTo("[DESTINATION_UNAVAILABLE] could not connect (PLACE, user postgres): no more connections"
                            + " allowed (max_client_conn) (08P01). Let fewer clients connect at once, or raise the limit"
                            + " of the pooler or of the server.");
        }
    }

    @Test
    void a_pooler_that_wants_tls() {
        try (PgBouncer pooler = PgBouncer.own(
                PostgresServer.shared(), PgBouncerOptions.defaults().withTls())) {
            assertThat(refusal(pooler, destination(pooler, "?sslmode=disable")))
                    .isEqualTo(
                            "[DESTINATION_FAILED] could not connect (PLACE, user postgres): SSL required (08P01). Add"
                                    + " sslmode=require to the URL.");
            assertThat(refusal(pooler, destination(pooler, "?sslmode=verify-full")))
                    .startsWith("[DESTINATION_FAILED] could not connect (PLACE, user postgres): ");
        }
    }

    @Test
    void a_pool_that_is_busy_for_too_long() throws SQLException {
        try (PgBouncer pooler = PgBouncer.own(
                        PostgresServer.shared(),
                        PgBouncerOptions.defaults().withPoolSize(1).with("query_wait_timeout", "1"));
                Connection busy = pooler.connect(database)) {
            busy.setAutoCommit(false);
            busy.createStatement().execute("SELECT 1");

            assertThat(refusal(pooler, destination(pooler, "").retryFor(Duration.ZERO)))
                    .startsWith("[DESTINATION_UNAVAILABLE] could not ")
                    .contains("query_wait_timeout (08P01). All connections of the pool are busy.");
        }
    }
}

package dev.pipette.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.PostgresFixture;
import dev.pipette.postgres.PostgresConnections;
import dev.pipette.settings.Secret;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

class PostgresStoreTests extends PostgresFixture
        implements StoreContract, CatalogueContract, BackfillContract, AlertContract, ProcessContract {
    @Override
    public List<String> place() {
        String address = database().url().replace("jdbc:postgresql://", "");
        return List.of(
                "postgres://" + database().user() + ":" + database().password() + "@" + address, home().toString());
    }

    @Override
    public void drop() {
        execute("DROP SCHEMA pipette_jobs CASCADE");
    }

    @Override
    public String table(String name) {
        return "pipette_jobs." + name;
    }

    @Override
    public void execute(String sql) {
        database().execute(sql);
    }

    @Test
    void the_place_is_named_without_secrets_and_a_wrong_password_is_refused_at_once() {
        assertThat(store().describe())
                .startsWith("postgres ")
                .endsWith("/" + database().name());
        assertThat(store().tasksTable()).isEqualTo("pipette_jobs.scheduled_tasks");
        Destination wrong = destination().password(Secret.of("wrong"));

        assertThat(Refusals.of(() -> JobStore.postgres(wrong, home())).code()).isEqualTo(ErrorCode.DESTINATION_AUTH);
    }

    @Test
    void a_server_that_is_gone_is_named_with_what_to_do() {
        PostgresConnections connections = PostgresConnections.of(destination().client(home()));
        SQLException refused = new PSQLException("Connection refused", PSQLState.CONNECTION_UNABLE_TO_CONNECT);
        SQLException ofPool =
                new SQLTransientConnectionException("pipette-jobs - Connection is not available", "08001", refused);

        PipetteException problem =
                dev.pipette.jobs.store.PostgresDatabase.problem(connections, "list the jobs", ofPool);

        assertThat(problem.code()).isEqualTo(ErrorCode.DESTINATION_UNAVAILABLE);
        assertThat(problem)
                .hasMessageContaining("could not connect (postgres ")
                .hasMessageContaining("Connection refused");
    }

    @Test
    void another_kind_of_destination_is_refused() {
        assertThat(Refusals.of(() -> JobStore.postgres(Pipette.duckdb("x.duckdb"), home())))
                .hasMessage(
                        "[BAD_USAGE] jobs cannot be kept in duckdb:x.duckdb: their store is a PostgreSQL database. Set"
                                + " jobs.store to one like postgres://user@host/database, or unset it; then the jobs of this machine"
                                + " are kept in a file.");
    }
}

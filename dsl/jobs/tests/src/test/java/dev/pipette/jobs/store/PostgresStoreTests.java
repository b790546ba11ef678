package dev.pipette.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.postgres.PostgresConnections;
import dev.pipette.settings.Secret;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresPool;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresStoreTests implements StoreContract, CatalogueContract, BackfillContract, AlertContract, ProcessContract {
    private final PostgresPool databases = new PostgresPool(Duration.ofSeconds(20));

    @TempDir
    private Path home;

    private PostgresDatabase database;
    private JobStore store;

    @BeforeEach
    void open() {
        database = databases.take();
        store = reopened();
    }

    Destination destination(PostgresDatabase named) {
        return Pipette.postgres(named.url()).user(named.user()).password(Secret.of(named.password()));
    }

    @AfterEach
    void close() {
        store.close();
        databases.giveBack(database);
    }

    @AfterAll
    void closeAll() {
        databases.close();
    }

    @Override
    public JobStore store() {
        return store;
    }

    @Override
    public JobStore reopened() {
        return JobStore.postgres(destination(database), home);
    }

    @Override
    public List<String> place() {
        String address = database.url().replace("jdbc:postgresql://", "");
        return List.of("postgres://" + database.user() + ":" + database.password() + "@" + address, home.toString());
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
        database.execute(sql);
    }

    @Test
    void the_place_is_named_without_secrets_and_a_wrong_password_is_refused_at_once() {
        assertThat(store.describe()).startsWith("postgres ").endsWith("/" + database.name());
        assertThat(store.tasksTable()).isEqualTo("pipette_jobs.scheduled_tasks");
        Destination wrong = destination(database).password(Secret.of("wrong"));

        assertThat(Refusals.of(() -> JobStore.postgres(wrong, home)).code()).isEqualTo(ErrorCode.DESTINATION_AUTH);
    }

    @Test
    void a_server_that_is_gone_is_named_with_what_to_do() {
        PostgresConnections connections =
                PostgresConnections.of(destination(database).client(home));
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
        assertThat(Refusals.of(() -> JobStore.postgres(Pipette.duckdb("x.duckdb"), home)))
                .hasMessage(
                        "[BAD_USAGE] jobs cannot be kept in duckdb:x.duckdb: their store is a PostgreSQL database. Set"
                                + " jobs.store to one like postgres://user@host/database, or unset it; then the jobs of this machine"
                                + " are kept in a file.");
    }
}

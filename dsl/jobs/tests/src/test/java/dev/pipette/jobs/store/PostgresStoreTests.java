package dev.pipette.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.error.ErrorCode;
import dev.pipette.settings.Secret;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

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
    void another_kind_of_destination_is_refused() {
        assertThat(Refusals.of(() -> JobStore.postgres(Pipette.duckdb("x.duckdb"), home))
                        .code())
                .isEqualTo(ErrorCode.NOT_INSTALLED);
    }
}

package dev.pipette.jobs.store;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.settings.Secret;
import dev.pipette.testing.postgres.PgBouncer;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresPool;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The steps of an occurrence behind a pooler in transaction mode. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PooledStoreTests implements StoreContract {
    private final PostgresPool databases = new PostgresPool(Duration.ofSeconds(20));

    @TempDir
    private Path home;

    private PostgresDatabase database;
    private JobStore store;

    @BeforeEach
    void open() {
        database = databases.take();
        Destination pooled = Pipette.postgres(PgBouncer.shared().url(database))
                .user(database.user())
                .password(Secret.of(database.password()))
                .transactionPooler();
        store = JobStore.postgres(pooled, home);
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
}

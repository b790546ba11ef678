package dev.pipette.jobs.store;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.settings.Secret;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class PostgresStoreTests implements StoreContract {
    @TempDir
    private Path home;

    private PostgresDatabase database;
    private JobStore store;

    @BeforeEach
    void open() {
        database = PostgresServer.shared().newDatabase();
        store = JobStore.postgres(destination(database), home);
    }

    Destination destination(PostgresDatabase named) {
        return Pipette.postgres(named.url()).user(named.user()).password(Secret.of(named.password()));
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @Override
    public JobStore store() {
        return store;
    }
}

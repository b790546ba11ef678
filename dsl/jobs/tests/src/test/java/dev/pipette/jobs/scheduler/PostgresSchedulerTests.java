package dev.pipette.jobs.scheduler;

import dev.pipette.Pipette;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.settings.Secret;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class PostgresSchedulerTests implements SchedulerContract {
    @TempDir
    private Path home;

    private PostgresDatabase database;
    private JobStore store;

    @BeforeEach
    void open() {
        database = PostgresServer.shared().newDatabase();
        store = JobStore.postgres(
                Pipette.postgres(database.url()).user(database.user()).password(Secret.of(database.password())), home);
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

    @Override
    public Path home() {
        return home;
    }
}

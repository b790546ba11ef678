package dev.pipette.jobs;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.settings.Secret;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresPool;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A store in PostgreSQL, empty at the begin of each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PostgresFixture {
    private final PostgresPool databases = new PostgresPool(Duration.ofSeconds(20));

    @TempDir
    private Path home;

    private PostgresDatabase database;
    private JobStore store;

    /** Opens it. */
    @BeforeEach
    public void open() {
        database = databases.take();
        store = reopened();
    }

    /** Closes it. */
    @AfterEach
    public void close() {
        store.close();
        databases.giveBack(database);
    }

    /** Closes the databases. */
    @AfterAll
    public void closeAll() {
        databases.close();
    }

    /** The store. */
    public JobStore store() {
        return store;
    }

    /** The store, opened once more. */
    public JobStore reopened() {
        return JobStore.postgres(destination(), home);
    }

    /** How it is reached. */
    public Destination destination() {
        return login(database.url());
    }

    /** Its database at an address. */
    protected final Destination login(String url) {
        return Pipette.postgres(url).user(database.user()).password(Secret.of(database.password()));
    }

    /** Its database. */
    protected final PostgresDatabase database() {
        return database;
    }

    /** The home folder. */
    public Path home() {
        return home;
    }
}

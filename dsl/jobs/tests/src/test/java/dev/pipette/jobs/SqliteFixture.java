package dev.pipette.jobs;

import dev.pipette.jobs.store.JobStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store in a file, empty at the begin of each test. */
public abstract class SqliteFixture {
    @TempDir
    private Path home;

    private JobStore store;

    /** Opens it. */
    @BeforeEach
    public void open() {
        store = reopened();
    }

    /** Closes it. */
    @AfterEach
    public void close() {
        store.close();
    }

    /** The store. */
    public JobStore store() {
        return store;
    }

    /** The store, opened once more. */
    public JobStore reopened() {
        return JobStore.embedded(home);
    }

    /** The home folder. */
    public Path home() {
        return home;
    }
}

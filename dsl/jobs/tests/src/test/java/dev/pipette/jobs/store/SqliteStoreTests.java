package dev.pipette.jobs.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTests implements StoreContract {
    @TempDir
    private Path home;

    private JobStore store;

    @BeforeEach
    void open() {
        store = JobStore.embedded(home);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public JobStore store() {
        return store;
    }
}

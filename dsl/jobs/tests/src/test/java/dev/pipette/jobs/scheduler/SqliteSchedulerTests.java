package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.store.JobStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteSchedulerTests implements SchedulerContract {
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

    @Override
    public Path home() {
        return home;
    }
}

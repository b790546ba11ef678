package dev.pipette.postgres;

import dev.pipette.Destination;
import dev.pipette.testing.contract.SessionContract;
import dev.pipette.testing.postgres.PgBouncer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Databases of PostgreSQL behind a pooler in transaction mode. */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PoolerContract implements SessionContract {
    private final Databases databases = new Databases();
    private PgBouncer pooler;

    @BeforeAll
    void start() {
        pooler = PgBouncer.shared();
    }

    @Override
    public Destination destination(Path folder) {
        return databases.take(
                database -> Logins.owner(database, pooler.url(database)).transactionPooler());
    }

    /** Not through the pooler: another port, which no comparison of names takes for the same server. */
    @Override
    public Destination otherName(Destination destination, Path folder) {
        return databases.named(destination, database -> Logins.owner(database));
    }

    @Override
    public void release(Destination destination) {
        databases.give(destination);
    }

    @AfterAll
    void drop() {
        databases.close();
    }
}

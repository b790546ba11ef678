package dev.pipette.postgres;

import dev.pipette.Destination;
import dev.pipette.testing.contract.ContractDestination;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** PostgreSQL as a destination of the contract, a database for each test. */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DirectContract implements ContractDestination {
    private final Databases databases = new Databases();

    @Override
    public Destination destination(Path folder) {
        return databases.take(database -> Logins.owner(database));
    }

    @Override
    public Destination otherName(Destination destination, Path folder) {
        return databases.named(
                destination,
                database -> Logins.owner(database, database.url().replace("//127.0.0.1:", "//localhost:")));
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

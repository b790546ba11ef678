package dev.pipette.postgres;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.settings.Secret;
import dev.pipette.testing.contract.DestinationContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** PostgreSQL does what every destination must do. */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresContractTests implements DestinationContract {
    private final Databases databases = new Databases();

    @Override
    public Destination destination(Path folder) {
        return databases.take(database ->
                Pipette.postgres(database.url()).user(database.user()).password(Secret.of(database.password())));
    }

    @Override
    public Destination otherName(Destination destination, Path folder) {
        return databases.named(
                destination,
                database -> Pipette.postgres(database.url().replace("//127.0.0.1:", "//localhost:"))
                        .user(database.user())
                        .password(Secret.of(database.password())));
    }

    @Override
    public void release(Destination destination) {
        databases.give(destination);
    }

    @Override
    public boolean holdsNul() {
        return false;
    }

    @Override
    public boolean viewsPinTypes() {
        return true;
    }

    @AfterAll
    void drop() {
        databases.close();
    }
}

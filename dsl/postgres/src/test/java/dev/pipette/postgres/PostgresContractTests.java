package dev.pipette.postgres;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.settings.Secret;
import dev.pipette.testing.DestinationContract;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** PostgreSQL does what every destination must do. */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresContractTests implements DestinationContract {
    private final List<PostgresDatabase> databases = java.util.Collections.synchronizedList(new ArrayList<>());

    @Override
    public Destination destination(Path folder) {
        PostgresDatabase database = PostgresServer.shared().newDatabase();
        databases.add(database);
        return Pipette.postgres(database.url()).user(database.user()).password(Secret.of(database.password()));
    }

    @AfterAll
    void drop() {
        databases.forEach(PostgresDatabase::close);
    }
}
